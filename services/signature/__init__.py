"""What a current waveform says about the appliance behind it. Knows no town and no HTTP."""

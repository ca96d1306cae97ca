"""The map of Yunze in the Protomaps basemap schema: layers, `kind`, `name`, `min_zoom`.

It is drawn over the plan of `services.demo.basemap`: blocks, streets and houses stay where they
are, because meters and cameras stand in them. What is new is what makes a town of it: natural
banks, dual carriageways and bridges, lanes and gates, fields, sports grounds, rails and names.
"""

<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US">
<context>
    <name>Actions</name>
    <message>
        <source>确认告警</source>
        <translation>Acknowledge</translation>
    </message>
    <message>
        <source>搁置…</source>
        <translation>Shelve…</translation>
    </message>
    <message>
        <source>取消搁置</source>
        <translation>Unshelve</translation>
    </message>
    <message>
        <source>立案…</source>
        <translation>Open case…</translation>
    </message>
    <message>
        <source>派遣队伍…</source>
        <translation>Dispatch team…</translation>
    </message>
    <message>
        <source>队伍到场</source>
        <translation>Team on site</translation>
    </message>
    <message>
        <source>记一笔…</source>
        <translation>Add note…</translation>
    </message>
    <message>
        <source>结案…</source>
        <translation>Close case…</translation>
    </message>
    <message>
        <source>下一条</source>
        <translation>Next</translation>
    </message>
    <message>
        <source>上一条</source>
        <translation>Previous</translation>
    </message>
    <message>
        <source>地图定位</source>
        <translation>Locate on map</translation>
    </message>
    <message>
        <source>取消选择</source>
        <translation>Clear selection</translation>
    </message>
    <message>
        <source>全镇视图</source>
        <translation>Whole town</translation>
    </message>
    <message>
        <source>搜索地图</source>
        <translation>Search the map</translation>
    </message>
    <message>
        <source>地图菜单</source>
        <translation>Map menu</translation>
    </message>
    <message>
        <source>周边查询</source>
        <translation>Nearby</translation>
    </message>
    <message>
        <source>框选</source>
        <translation>Select by rectangle</translation>
    </message>
    <message>
        <source>套索选择</source>
        <translation>Select by lasso</translation>
    </message>
    <message>
        <source>量距离</source>
        <translation>Measure distance</translation>
    </message>
    <message>
        <source>量面积</source>
        <translation>Measure area</translation>
    </message>
    <message>
        <source>清除量测</source>
        <translation>Clear measures</translation>
    </message>
    <message>
        <source>标绘点</source>
        <translation>Mark a point</translation>
    </message>
    <message>
        <source>标绘线</source>
        <translation>Mark a line</translation>
    </message>
    <message>
        <source>标绘面</source>
        <translation>Mark an area</translation>
    </message>
    <message>
        <source>标绘圆</source>
        <translation>Mark a circle</translation>
    </message>
    <message>
        <source>标绘文字</source>
        <translation>Mark a text</translation>
    </message>
    <message>
        <source>图层…</source>
        <translation>Layers…</translation>
    </message>
    <message>
        <source>八图…</source>
        <translation>Map presets…</translation>
    </message>
    <message>
        <source>转到书签</source>
        <translation>Go to bookmark</translation>
    </message>
    <message>
        <source>存为书签</source>
        <translation>Keep as bookmark</translation>
    </message>
    <message>
        <source>导入数据…</source>
        <translation>Import data…</translation>
    </message>
    <message>
        <source>离线区域…</source>
        <translation>Offline areas…</translation>
    </message>
    <message>
        <source>导出地图…</source>
        <translation>Export map…</translation>
    </message>
    <message>
        <source>第二地图窗口</source>
        <translation>Second map window</translation>
    </message>
    <message>
        <source>被拒指令…</source>
        <translation>Refused commands…</translation>
    </message>
    <message>
        <source>全屏</source>
        <translation>Full screen</translation>
    </message>
    <message>
        <source>English</source>
        <translation>中文</translation>
    </message>
    <message>
        <source>快捷键</source>
        <translation>Keyboard shortcuts</translation>
    </message>
    <message>
        <source>使用手册</source>
        <translation>Manual</translation>
    </message>
    <message>
        <source>退出</source>
        <translation>Quit</translation>
    </message>
    <message>
        <source>登录…</source>
        <translation>Sign in…</translation>
    </message>
    <message>
        <source>规则…</source>
        <translation>Rules…</translation>
    </message>
    <message>
        <source>并组或平铺</source>
        <translation>Grouped or flat</translation>
    </message>
    <message>
        <source>告警表</source>
        <translation>Alarm table</translation>
    </message>
    <message>
        <source>片区板</source>
        <translation>Area board</translation>
    </message>
    <message>
        <source>停用…</source>
        <translation>Out of service…</translation>
    </message>
    <message>
        <source>恢复使用</source>
        <translation>Return to service</translation>
    </message>
    <message>
        <source>复位…</source>
        <translation>Reset…</translation>
    </message>
    <message>
        <source>标记或取消标记</source>
        <translation>Mark or unmark</translation>
    </message>
    <message>
        <source>连下一条标记</source>
        <translation>Mark with the next</translation>
    </message>
    <message>
        <source>连上一条标记</source>
        <translation>Mark with the previous</translation>
    </message>
    <message>
        <source>标记全部</source>
        <translation>Mark all</translation>
    </message>
    <message>
        <source>展开或收起</source>
        <translation>Open or close</translation>
    </message>
    <message>
        <source>收入新告警</source>
        <translation>Take in new alerts</translation>
    </message>
    <message>
        <source>筛选</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>清除筛选</source>
        <translation>Clear filter</translation>
    </message>
    <message>
        <source>按第几列排序</source>
        <translation>Sort by column</translation>
    </message>
    <message>
        <source>再按第几列排序</source>
        <translation>Then sort by column</translation>
    </message>
    <message>
        <source>片区与告警表</source>
        <translation>Areas or table</translation>
    </message>
    <message>
        <source>席位负荷…</source>
        <translation>Seat load…</translation>
    </message>
    <message>
        <source>查找规则</source>
        <translation>Find rule</translation>
    </message>
    <message>
        <source>撤销</source>
        <translation>Undo</translation>
    </message>
    <message>
        <source>重做</source>
        <translation>Redo</translation>
    </message>
    <message>
        <source>运行回测</source>
        <translation>Run back-test</translation>
    </message>
    <message>
        <source>保存…</source>
        <translation>Save…</translation>
    </message>
    <message>
        <source>开检修单…</source>
        <translation>Open repair case…</translation>
    </message>
    <message>
        <source>改规则…</source>
        <translation>Edit rule…</translation>
    </message>
    <message>
        <source>关闭窗口</source>
        <translation>Close window</translation>
    </message>
</context>
<context>
    <name>Around</name>
    <message>
        <source>所选位置</source>
        <translation>Chosen place</translation>
    </message>
    <message>
        <source>周边 {radius}：{n} 处</source>
        <translation>Within {radius}: {n}</translation>
    </message>
</context>
<context>
    <name>BaseMaps</name>
    <message>
        <source>本镇底图</source>
        <translation>The town&apos;s own map</translation>
    </message>
    <message>
        <source>令牌无法保存，只在本次运行有效</source>
        <translation>The token cannot be stored; it holds for this run only</translation>
    </message>
    <message>
        <source>需要令牌</source>
        <translation>A token is needed</translation>
    </message>
    <message>
        <source>底图“{title}”打不开：{why}</source>
        <translation>The base map “{title}” cannot be opened: {why}</translation>
    </message>
    <message>
        <source>底图“{title}”自己的样式用不了，按所选样式画：{why}</source>
        <translation>The style of the base map “{title}” cannot be used, it is drawn in the chosen one: {why}</translation>
    </message>
    <message>
        <source>样式用不了，改回深色：{why}</source>
        <translation>The style cannot be used, back to dark: {why}</translation>
    </message>
    <message>
        <source>样式 {name} 有 {n} 处不支持，已略过：{what}</source>
        <translation>The style {name} asks {n} things that are not supported and are skipped: {what}</translation>
    </message>
    <message>
        <source>底图目录有误：{why}</source>
        <translation>The list of base maps is wrong: {why}</translation>
    </message>
</context>
<context>
    <name>BasePlaces</name>
    <message>
        <source>道路</source>
        <translation>Road</translation>
    </message>
    <message>
        <source>水系</source>
        <translation>Water</translation>
    </message>
    <message>
        <source>用地</source>
        <translation>Land use</translation>
    </message>
    <message>
        <source>建筑</source>
        <translation>Building</translation>
    </message>
    <message>
        <source>地名</source>
        <translation>Place</translation>
    </message>
    <message>
        <source>兴趣点</source>
        <translation>Point of interest</translation>
    </message>
</context>
<context>
    <name>Basemaps</name>
    <message>
        <source>深色</source>
        <translation>Dark</translation>
    </message>
    <message>
        <source>浅色</source>
        <translation>Light</translation>
    </message>
    <message>
        <source>随本镇数据下发，离线可用</source>
        <translation>Comes with the town&apos;s data and works offline</translation>
    </message>
    <message>
        <source>已不在目录里</source>
        <translation>No longer in the catalogue</translation>
    </message>
    <message>
        <source>打开底图文件</source>
        <translation>Open a base map</translation>
    </message>
    <message>
        <source>底图 (*.mbtiles *.pmtiles *.geojson *.json);;所有文件 (*)</source>
        <translation>Base maps (*.mbtiles *.pmtiles *.geojson *.json);;All files (*)</translation>
    </message>
    <message>
        <source>打开样式文件</source>
        <translation>Open a style</translation>
    </message>
    <message>
        <source>MapLibre 样式 (*.json);;所有文件 (*)</source>
        <translation>MapLibre style (*.json);;All files (*)</translation>
    </message>
    <message>
        <source>底图“{title}”暂时取不到：{why}；已有的照常显示</source>
        <translation>The base map “{title}” is not to be had now: {why}. What is there stays.</translation>
    </message>
    <message>
        <source>需要令牌</source>
        <translation>Needs a token</translation>
    </message>
    <message>
        <source>底图</source>
        <translation>Base maps</translation>
    </message>
    <message>
        <source>允许联网取图；关闭后只用缓存和离线区域</source>
        <translation>Fetch maps over the network; when off, only the cache and offline areas are used</translation>
    </message>
    <message>
        <source>上移</source>
        <translation>Up</translation>
    </message>
    <message>
        <source>下移</source>
        <translation>Down</translation>
    </message>
    <message>
        <source>打开文件…</source>
        <translation>Open file…</translation>
    </message>
    <message>
        <source>移出列表</source>
        <translation>Remove from list</translation>
    </message>
    <message>
        <source>关闭</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>勾选即显示，可叠加；列表靠上的画在上面。</source>
        <translation>Tick to show, several if you like; what is higher in the list is drawn above.</translation>
    </message>
    <message>
        <source>样式</source>
        <translation>Style</translation>
    </message>
    <message>
        <source>打开样式文件（MapLibre JSON）…</source>
        <translation>Open a style (MapLibre JSON)…</translation>
    </message>
    <message>
        <source>底图令牌</source>
        <translation>Token of the base map</translation>
    </message>
    <message>
        <source>“{title}”需要服务方发给贵单位的令牌（天地图称 tk），向服务方申请后填入；只问一次，保存在系统钥匙串或仅本人可读的文件里。</source>
        <translation>“{title}” needs a token that its provider issues to your office (Tianditu calls it tk). It is asked for once and kept in the system keyring, or in a file only you can read.</translation>
    </message>
    <message>
        <source>保存</source>
        <translation>Save</translation>
    </message>
    <message>
        <source>令牌</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>请填写令牌。</source>
        <translation>Enter the token.</translation>
    </message>
</context>
<context>
    <name>Bookmarks</name>
    <message>
        <source>书签 {n} 还没有设置；按 Ctrl+{n} 存当前视图</source>
        <translation>Bookmark {n} is not set; Ctrl+{n} keeps this view</translation>
    </message>
    <message>
        <source>九个书签已满；按 Ctrl+数字键替换其中一个</source>
        <translation>All nine bookmarks are taken; Ctrl and a digit replaces one</translation>
    </message>
    <message>
        <source>已存为书签 {n}：{name}</source>
        <translation>Kept as bookmark {n}: {name}</translation>
    </message>
    <message>
        <source>视图 {n}</source>
        <translation>View {n}</translation>
    </message>
    <message>
        <source>管理书签</source>
        <translation>Bookmarks</translation>
    </message>
    <message>
        <source>双击改名；数字键转到，Ctrl+数字键重设。</source>
        <translation>Double-click to rename. A digit goes there, Ctrl and the digit sets it anew.</translation>
    </message>
    <message>
        <source>保存</source>
        <translation>Save</translation>
    </message>
    <message>
        <source>删除所选</source>
        <translation>Remove selected</translation>
    </message>
</context>
<context>
    <name>Charts</name>
    <message>
        <source>{arrow}{rate}/分</source>
        <translation>{arrow}{rate}/min</translation>
    </message>
</context>
<context>
    <name>Choropleth</name>
    <message>
        <source>{title}（{unit}）</source>
        <translation>{title} ({unit})</translation>
    </message>
    <message>
        <source>等数量</source>
        <translation>Equal counts</translation>
    </message>
    <message>
        <source>等间距</source>
        <translation>Equal steps</translation>
    </message>
    <message>
        <source>自然断点</source>
        <translation>Natural breaks</translation>
    </message>
    <message>
        <source>无数据</source>
        <translation>No data</translation>
    </message>
    <message>
        <source>{span}&#x3000;{n} 个</source>
        <translation>{span}&#x3000;{n}</translation>
    </message>
    <message>
        <source>无数据&#x3000;{n} 个</source>
        <translation>No data&#x3000;{n}</translation>
    </message>
    <message>
        <source>{n} 个村居无数据</source>
        <translation>No data for {n} neighbourhoods</translation>
    </message>
    <message>
        <source>{n} 件不在任何村居内，未计入</source>
        <translation>{n} outside all neighbourhoods, not counted</translation>
    </message>
</context>
<context>
    <name>Chosen</name>
    <message>
        <source>已选 {n} 处</source>
        <translation>Selected: {n}</translation>
    </message>
    <message>
        <source>没有告警</source>
        <translation>No alerts</translation>
    </message>
    <message>
        <source>最高告警：{level}</source>
        <translation>Worst alert: {level}</translation>
    </message>
</context>
<context>
    <name>CloseDialog</name>
    <message>
        <source>结案</source>
        <translation>Close case</translation>
    </message>
    <message>
        <source>结案依据：现场水位、处置结果、照片编号……</source>
        <translation>Evidence: level on site, what was done, photo numbers…</translation>
    </message>
    <message>
        <source>结案须写明依据。</source>
        <translation>A case is closed only with evidence.</translation>
    </message>
</context>
<context>
    <name>Coordinates</name>
    <message>
        <source>度分秒</source>
        <translation>Degrees, minutes, seconds</translation>
    </message>
    <message>
        <source>CGCS2000 三度带 {zone} 带</source>
        <translation>CGCS2000 3-degree zone {zone}</translation>
    </message>
    <message>
        <source>GCJ-02（高德、腾讯）</source>
        <translation>GCJ-02 (Amap, Tencent)</translation>
    </message>
    <message>
        <source>BD-09（百度）</source>
        <translation>BD-09 (Baidu)</translation>
    </message>
</context>
<context>
    <name>Desk</name>
    <message>
        <source>当前选择不能执行“{what}”</source>
        <translation>“{what}” does not apply to the selection</translation>
    </message>
</context>
<context>
    <name>Desktop</name>
    <message>
        <source>指令被拒：{why}</source>
        <translation>Command refused: {why}</translation>
    </message>
    <message>
        <source>现在不需要登录</source>
        <translation>There is no need to sign in now</translation>
    </message>
    <message>
        <source>本镇服务在 {url}，上报读数要令牌：{how}</source>
        <translation>The town&apos;s server is at {url}. Sending readings needs a token: {how}</translation>
    </message>
</context>
<context>
    <name>Detail</name>
    <message>
        <source>距处置时限</source>
        <translation>until due</translation>
    </message>
    <message>
        <source>{n} 人</source>
        <translation>{n} people</translation>
    </message>
    <message>
        <source>感知</source>
        <translation>Sensed</translation>
    </message>
    <message>
        <source>确认</source>
        <translation>Ack.</translation>
    </message>
    <message>
        <source>立案</source>
        <translation>Filed</translation>
    </message>
    <message>
        <source>派遣</source>
        <translation>Sent</translation>
    </message>
    <message>
        <source>到场</source>
        <translation>On site</translation>
    </message>
    <message>
        <source>结案</source>
        <translation>Closed</translation>
    </message>
    <message>
        <source>指令待发送</source>
        <translation>Command waiting to be sent</translation>
    </message>
    <message>
        <source>没有空闲队伍</source>
        <translation>No team is free</translation>
    </message>
    <message>
        <source>确认告警</source>
        <translation>Alert acknowledged</translation>
    </message>
    <message>
        <source>搁置至 {time}：{why}</source>
        <translation>Shelved until {time}: {why}</translation>
    </message>
    <message>
        <source>处置要点</source>
        <translation>Guidance</translation>
    </message>
</context>
<context>
    <name>Dialog</name>
    <message>
        <source>取消</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>关闭</source>
        <translation>Close</translation>
    </message>
</context>
<context>
    <name>DispatchDialog</name>
    <message>
        <source>派遣队伍</source>
        <translation>Dispatch a team</translation>
    </message>
    <message>
        <source>派遣</source>
        <translation>Dispatch</translation>
    </message>
    <message>
        <source>没有空闲队伍；可先让在外队伍归队。</source>
        <translation>No team is free; recall one that is out first.</translation>
    </message>
</context>
<context>
    <name>Export</name>
    <message>
        <source>正在出图，请稍候</source>
        <translation>A map is being made; one moment, please</translation>
    </message>
    <message>
        <source>正在出图…</source>
        <translation>Making the map…</translation>
    </message>
    <message>
        <source>地图已保存到 {path}</source>
        <translation>The map was saved to {path}</translation>
    </message>
    <message>
        <source>；部分底图没有取到</source>
        <translation>; part of the base map could not be had</translation>
    </message>
    <message>
        <source>打开</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>地图没有保存：{why}</source>
        <translation>The map was not saved: {why}</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>导出地图</source>
        <translation>Export the map</translation>
    </message>
    <message>
        <source>当前视图会完整出现在图上，附图例、比例尺和指北针。</source>
        <translation>All of the present view will be on the page, with legend, scale and north arrow.</translation>
    </message>
    <message>
        <source>选择文件…</source>
        <translation>Choose a file…</translation>
    </message>
    <message>
        <source>A4 横向</source>
        <translation>A4 landscape</translation>
    </message>
    <message>
        <source>A4 纵向</source>
        <translation>A4 portrait</translation>
    </message>
    <message>
        <source>A3 横向</source>
        <translation>A3 landscape</translation>
    </message>
    <message>
        <source>A3 纵向</source>
        <translation>A3 portrait</translation>
    </message>
    <message>
        <source>浅色（适合打印）</source>
        <translation>Light (for print)</translation>
    </message>
    <message>
        <source>与屏幕一致</source>
        <translation>As on the screen</translation>
    </message>
    <message>
        <source>不填则不加水印</source>
        <translation>Empty: no watermark</translation>
    </message>
    <message>
        <source>标题</source>
        <translation>Title</translation>
    </message>
    <message>
        <source>纸张</source>
        <translation>Paper</translation>
    </message>
    <message>
        <source>格式</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>底图</source>
        <translation>Base map</translation>
    </message>
    <message>
        <source>清晰度</source>
        <translation>Resolution</translation>
    </message>
    <message>
        <source>水印</source>
        <translation>Watermark</translation>
    </message>
    <message>
        <source>标题不能为空。</source>
        <translation>The title must not be empty.</translation>
    </message>
</context>
<context>
    <name>Figure</name>
    <message>
        <source>告警时 {figure}</source>
        <translation>{figure} when raised</translation>
    </message>
</context>
<context>
    <name>Figures</name>
    <message>
        <source>当前雨强</source>
        <translation>Rain now</translation>
    </message>
    <message>
        <source>潮位</source>
        <translation>Tide</translation>
    </message>
    <message>
        <source>在报告警</source>
        <translation>Open alerts</translation>
    </message>
    <message>
        <source>在办案件</source>
        <translation>Open cases</translation>
    </message>
    <message>
        <source>在报告警 · 未确认 {n}</source>
        <translation>Alerts · {n} unack.</translation>
    </message>
    <message>
        <source>在办案件 · 超时 {n}</source>
        <translation>Open cases · {n} overdue</translation>
    </message>
    <message>
        <source>今日结案 {n}</source>
        <translation>{n} closed today</translation>
    </message>
    <message>
        <source>队伍在外</source>
        <translation>Teams out</translation>
    </message>
    <message>
        <source>到场 {n}</source>
        <translation>{n} on site</translation>
    </message>
    <message>
        <source>响应等级</source>
        <translation>Response</translation>
    </message>
    <message>
        <source>{n} 级</source>
        <translation>Level {n}</translation>
    </message>
    <message>
        <source>未启动</source>
        <translation>None</translation>
    </message>
    <message>
        <source>{time} 起</source>
        <translation>since {time}</translation>
    </message>
    <message>
        <source>尚无数据</source>
        <translation>No data yet</translation>
    </message>
</context>
<context>
    <name>Find</name>
    <message>
        <source>坐标</source>
        <translation>Position</translation>
    </message>
    <message>
        <source>案件</source>
        <translation>Case</translation>
    </message>
    <message>
        <source>队伍</source>
        <translation>Team</translation>
    </message>
    <message>
        <source>村居</source>
        <translation>Area</translation>
    </message>
    <message>
        <source>设施</source>
        <translation>Facility</translation>
    </message>
    <message>
        <source>视频</source>
        <translation>Camera</translation>
    </message>
    <message>
        <source>监测点</source>
        <translation>Sensor</translation>
    </message>
    <message>
        <source>地名</source>
        <translation>Place</translation>
    </message>
</context>
<context>
    <name>Header</name>
    <message>
        <source>{town} · 一张图</source>
        <translation>{town} · OneMap</translation>
    </message>
    <message>
        <source>未连接</source>
        <translation>Not connected</translation>
    </message>
    <message>
        <source>城市运行指挥</source>
        <translation>Operations</translation>
    </message>
    <message>
        <source>{plan} {n} 级响应</source>
        <translation>{plan} Response {n}</translation>
    </message>
    <message>
        <source>{text}（{level}，{time} 起）</source>
        <translation>{text} ({level}, since {time})</translation>
    </message>
</context>
<context>
    <name>Help</name>
    <message>
        <source>快捷键</source>
        <translation>Keyboard shortcuts</translation>
    </message>
    <message>
        <source>按键</source>
        <translation>Key</translation>
    </message>
    <message>
        <source>操作</source>
        <translation>Action</translation>
    </message>
</context>
<context>
    <name>Here</name>
    <message>
        <source>所选位置</source>
        <translation>Chosen place</translation>
    </message>
    <message>
        <source>单击一行即复制</source>
        <translation>Click a line to copy it</translation>
    </message>
    <message>
        <source>已复制 {system}：{text}</source>
        <translation>Copied {system}: {text}</translation>
    </message>
</context>
<context>
    <name>Import</name>
    <message>
        <source>可导入 {count} 个要素，拒绝 {refused} 行</source>
        <translation>{count} features can be imported, {refused} rows refused</translation>
    </message>
    <message>
        <source>{crs}（{reason}）</source>
        <translation>{crs} ({reason})</translation>
    </message>
    <message>
        <source>{reason}。经纬度可能颠倒，要对调吗？</source>
        <translation>{reason}. Longitude and latitude may be swapped. Swap them?</translation>
    </message>
    <message>
        <source>按 {name} 编码读取</source>
        <translation>read as {name}</translation>
    </message>
    <message>
        <source>图层 {layer}，共 {count} 个</source>
        <translation>layer {layer} of {count}</translation>
    </message>
    <message>
        <source>第一个坐标按纬度（北坐标）读取</source>
        <translation>the first coordinate is read as latitude (northing)</translation>
    </message>
    <message>
        <source>坐标取自 {names}</source>
        <translation>coordinates from {names}</translation>
    </message>
    <message>
        <source>分隔符 {mark}</source>
        <translation>separator {mark}</translation>
    </message>
    <message>
        <source>表格是空的</source>
        <translation>The table is empty</translation>
    </message>
    <message>
        <source>没有一列像坐标，请指定：{names}</source>
        <translation>No column looks like coordinates; say which: {names}</translation>
    </message>
    <message>
        <source>表格有 {count} 列，最多 {limit} 列</source>
        <translation>The table has {count} columns, {limit} at most</translation>
    </message>
    <message>
        <source>第 {line} 行：{why}</source>
        <translation>Line {line}: {why}</translation>
    </message>
    <message>
        <source>第 {line} 行第 {column} 字节既非 UTF-8 也非 GB 18030，请另存为 UTF-8</source>
        <translation>Line {line}, byte {column} is neither UTF-8 nor GB 18030; save it as UTF-8</translation>
    </message>
    <message>
        <source>文件 {size} MB，最多 {limit} MB，请拆分</source>
        <translation>The file has {size} MB, {limit} MB at most; split it</translation>
    </message>
    <message>
        <source>{name} 无法读取：{why}</source>
        <translation>{name} cannot be read: {why}</translation>
    </message>
    <message>
        <source>FeatureCollection 没有要素列表</source>
        <translation>The FeatureCollection has no list of features</translation>
    </message>
    <message>
        <source>是 JSON 但不是 GeoJSON，类型为 {kind}</source>
        <translation>It is JSON but not GeoJSON; its type is {kind}</translation>
    </message>
    <message>
        <source>是 JSON 但不是 GeoJSON</source>
        <translation>It is JSON but not GeoJSON</translation>
    </message>
    <message>
        <source>文件不完整，止于第 {line} 行第 {column} 列</source>
        <translation>The file is incomplete; it ends at line {line}, column {column}</translation>
    </message>
    <message>
        <source>第 {line} 行第 {column} 列：{problem}</source>
        <translation>Line {line}, column {column}: {problem}</translation>
    </message>
    <message>
        <source>文件中有过长的数字</source>
        <translation>A number in the file is too long</translation>
    </message>
    <message>
        <source>嵌套过深，不是 GeoJSON</source>
        <translation>It is nested too deep to be GeoJSON</translation>
    </message>
    <message>
        <source>GeoPackage 和 Shapefile 需要可选组件：pip install onemap[geo]</source>
        <translation>GeoPackage and Shapefile need an optional part: pip install onemap[geo]</translation>
    </message>
    <message>
        <source>{name} 没有这个带几何的图层</source>
        <translation>{name} has no such layer with geometry</translation>
    </message>
    <message>
        <source>{name} 不是 .gpkg 或 .shp</source>
        <translation>{name} is neither .gpkg nor .shp</translation>
    </message>
    <message>
        <source>超过 {limit} 行，请拆分</source>
        <translation>More than {limit} rows; split it</translation>
    </message>
    <message>
        <source>超过 {limit} 个顶点，请简化或拆分</source>
        <translation>More than {limit} vertices; simplify or split it</translation>
    </message>
    <message>
        <source>略去 {n} 个点的高程</source>
        <translation>heights of {n} points left out</translation>
    </message>
    <message>
        <source>闭合了 {n} 个环</source>
        <translation>{n} rings closed</translation>
    </message>
    <message>
        <source>调整了 {n} 个环的方向</source>
        <translation>{n} rings turned round</translation>
    </message>
    <message>
        <source>{n} 个部分在 180° 处切开</source>
        <translation>{n} parts cut at 180°</translation>
    </message>
    <message>
        <source>几何为空</source>
        <translation>The geometry is empty</translation>
    </message>
    <message>
        <source>几何没有坐标</source>
        <translation>The geometry has no coordinates</translation>
    </message>
    <message>
        <source>没有几何</source>
        <translation>There is no geometry</translation>
    </message>
    <message>
        <source>坐标不是两个数</source>
        <translation>A coordinate is not two numbers</translation>
    </message>
    <message>
        <source>几何不是对象</source>
        <translation>The geometry is not an object</translation>
    </message>
    <message>
        <source>几何集合嵌套过深</source>
        <translation>The geometry collection is nested too deep</translation>
    </message>
    <message>
        <source>有一部分只有 {found} 个点，至少 {fewest} 个</source>
        <translation>A part has only {found} points, {fewest} at least</translation>
    </message>
    <message>
        <source>{kind} 不是 GeoJSON 几何类型</source>
        <translation>{kind} is not a geometry type of GeoJSON</translation>
    </message>
    <message>
        <source>没有坐标</source>
        <translation>There are no coordinates</translation>
    </message>
    <message>
        <source>不是 GeoJSON 要素</source>
        <translation>It is not a GeoJSON feature</translation>
    </message>
    <message>
        <source>坐标不是数值</source>
        <translation>A coordinate is not a number</translation>
    </message>
    <message>
        <source>“{cell}”不是数值</source>
        <translation>&quot;{cell}&quot; is not a number</translation>
    </message>
    <message>
        <source>{x:g}, {y:g} 不在地球上</source>
        <translation>{x:g}, {y:g} is not on Earth</translation>
    </message>
    <message>
        <source>几何已损坏</source>
        <translation>The geometry is damaged</translation>
    </message>
    <message>
        <source>WKT 第 {at} 个字符有误</source>
        <translation>The WKT is wrong at character {at}</translation>
    </message>
    <message>
        <source>人工选定</source>
        <translation>chosen by hand</translation>
    </message>
    <message>
        <source>列名为 {name}</source>
        <translation>the column is named {name}</translation>
    </message>
    <message>
        <source>文件注明 {name}</source>
        <translation>the file says {name}</translation>
    </message>
    <message>
        <source>文件注明 {name}，无法识别，按 WGS 84 处理</source>
        <translation>the file says {name}, which is not known; taken as WGS 84</translation>
    </message>
    <message>
        <source>GeoJSON 默认</source>
        <translation>GeoJSON&apos;s default</translation>
    </message>
    <message>
        <source>无法判断坐标系，请选择</source>
        <translation>The coordinate system cannot be told; choose one</translation>
    </message>
    <message>
        <source>{share}% 的纬度超过 90°</source>
        <translation>{share}% of the latitudes are over 90°</translation>
    </message>
    <message>
        <source>按数值大小推测为经纬度</source>
        <translation>guessed as degrees from the size of the numbers</translation>
    </message>
    <message>
        <source>数据远离本地，对调后则在附近</source>
        <translation>The data is far from here, and near when swapped</translation>
    </message>
    <message>
        <source>没有一行是两个数</source>
        <translation>No row is two numbers</translation>
    </message>
    <message>
        <source>数值既不像经纬度，也不像已知分带的米制坐标</source>
        <translation>The numbers look neither like degrees nor like metres of a known zone</translation>
    </message>
    <message>
        <source>按数值大小推测为 Web 墨卡托</source>
        <translation>guessed as Web Mercator from the size of the numbers</translation>
    </message>
    <message>
        <source>横坐标不带带号，按本地推测中央经线 {meridian}°</source>
        <translation>eastings without a zone; central meridian {meridian}° guessed from here</translation>
    </message>
    <message>
        <source>横坐标以带号 {zone} 开头</source>
        <translation>eastings begin with zone {zone}</translation>
    </message>
    <message>
        <source>{name} 无法写入：{why}</source>
        <translation>{name} cannot be written: {why}</translation>
    </message>
    <message>
        <source>读取中途退出（代码 {exit}），文件可能已损坏</source>
        <translation>Reading ended without an answer (code {exit}); the file may be damaged</translation>
    </message>
    <message>
        <source>读取失败（{why}）</source>
        <translation>Reading failed ({why})</translation>
    </message>
    <message>
        <source>需要的内存超过 {gigabytes:g} GB，请拆分</source>
        <translation>It needs more than {gigabytes:g} GB of memory; split the file</translation>
    </message>
    <message>
        <source>{minutes} 分钟仍未读完，请拆分</source>
        <translation>Not read after {minutes} minutes; split the file</translation>
    </message>
</context>
<context>
    <name>ImportForm</name>
    <message>
        <source>导入数据</source>
        <translation>Import data</translation>
    </message>
    <message>
        <source>地图数据 ({kinds});;所有文件 (*)</source>
        <translation>Map data ({kinds});;All files (*)</translation>
    </message>
    <message>
        <source>已移除“{title}”</source>
        <translation>“{title}” was removed</translation>
    </message>
    <message>
        <source>撤销</source>
        <translation>Undo</translation>
    </message>
    <message>
        <source>一次导入一个文件，先读第一个</source>
        <translation>One file at a time: the first is read</translation>
    </message>
    <message>
        <source>已导入“{title}”：{n} 个要素</source>
        <translation>“{title}” was imported: {n} features</translation>
    </message>
    <message>
        <source>导入的数据用不了：{why}</source>
        <translation>Imported data cannot be used: {why}</translation>
    </message>
    <message>
        <source>另存拒绝清单</source>
        <translation>Save the refused rows</translation>
    </message>
    <message>
        <source>行</source>
        <translation>Row</translation>
    </message>
    <message>
        <source>拒绝原因</source>
        <translation>Why it was refused</translation>
    </message>
    <message>
        <source>清单无法写入：{why}</source>
        <translation>The list cannot be written: {why}</translation>
    </message>
    <message>
        <source>清单已存为 {path}</source>
        <translation>The list was saved as {path}</translation>
    </message>
    <message>
        <source>名称</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>坐标系</source>
        <translation>Coordinate system</translation>
    </message>
    <message>
        <source>横坐标列</source>
        <translation>Column of x</translation>
    </message>
    <message>
        <source>纵坐标列</source>
        <translation>Column of y</translation>
    </message>
    <message>
        <source>取消导入</source>
        <translation>Cancel the import</translation>
    </message>
    <message>
        <source>导入</source>
        <translation>Import</translation>
    </message>
    <message>
        <source>取消</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>对调经纬度</source>
        <translation>Swap latitude and longitude</translation>
    </message>
    <message>
        <source>另存拒绝清单…</source>
        <translation>Save the refused rows…</translation>
    </message>
    <message>
        <source>按所选列读取</source>
        <translation>Read these columns</translation>
    </message>
    <message>
        <source>无法导入：{why}</source>
        <translation>This cannot be imported: {why}</translation>
    </message>
    <message>
        <source>另有 {n} 行未列出</source>
        <translation>{n} more rows are not listed</translation>
    </message>
    <message>
        <source>正在打开，可随时取消</source>
        <translation>Opening; cancel at any time</translation>
    </message>
    <message>
        <source>正在读取并换算坐标，可随时取消</source>
        <translation>Reading and converting; cancel at any time</translation>
    </message>
    <message>
        <source>正在准备地图预览，可随时取消</source>
        <translation>Preparing the preview; cancel at any time</translation>
    </message>
    <message>
        <source>正在载入地图，可随时取消</source>
        <translation>Putting it on the map; cancel at any time</translation>
    </message>
    <message>
        <source>地方坐标系（控制点）…</source>
        <translation>Local grid (control points)…</translation>
    </message>
    <message>
        <source>其他 EPSG 代码…</source>
        <translation>Another EPSG code…</translation>
    </message>
</context>
<context>
    <name>Indicator</name>
    <message>
        <source>件</source>
        <translation>cases</translation>
    </message>
    <message>
        <source>条</source>
        <translation>alerts</translation>
    </message>
    <message>
        <source>件/平方公里</source>
        <translation>cases/km²</translation>
    </message>
    <message>
        <source>在办案件</source>
        <translation>Open cases</translation>
    </message>
    <message>
        <source>在办案件密度</source>
        <translation>Open cases by area</translation>
    </message>
    <message>
        <source>未结告警</source>
        <translation>Open alerts</translation>
    </message>
    <message>
        <source>橙色及以上告警</source>
        <translation>Orange alerts and above</translation>
    </message>
    <message>
        <source>红色告警</source>
        <translation>Red alerts</translation>
    </message>
    <message>
        <source>最大积水深度</source>
        <translation>Greatest water depth</translation>
    </message>
    <message>
        <source>厘米</source>
        <translation>cm</translation>
    </message>
    <message>
        <source>最大雨强</source>
        <translation>Heaviest rain</translation>
    </message>
    <message>
        <source>毫米/时</source>
        <translation>mm/h</translation>
    </message>
    <message>
        <source>失联监测点</source>
        <translation>Silent sensors</translation>
    </message>
    <message>
        <source>个</source>
        <translation>count</translation>
    </message>
    <message>
        <source>人口</source>
        <translation>Population</translation>
    </message>
    <message>
        <source>人</source>
        <translation>people</translation>
    </message>
    <message>
        <source>人口密度</source>
        <translation>Population density</translation>
    </message>
    <message>
        <source>人/平方公里</source>
        <translation>people/km²</translation>
    </message>
</context>
<context>
    <name>Layers</name>
    <message>
        <source>图层</source>
        <translation>Layers</translation>
    </message>
    <message>
        <source>关闭</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>底图</source>
        <translation>Base map</translation>
    </message>
    <message>
        <source>分色</source>
        <translation>Colour by</translation>
    </message>
    <message>
        <source>分级</source>
        <translation>Classes</translation>
    </message>
    <message>
        <source>{n} 个要素</source>
        <translation>{n} features</translation>
    </message>
    <message>
        <source>移除</source>
        <translation>Remove</translation>
    </message>
    <message>
        <source>打不开</source>
        <translation>cannot be opened</translation>
    </message>
    <message>
        <source>选中</source>
        <translation>Selection</translation>
    </message>
    <message>
        <source>标绘与量测</source>
        <translation>Markups and measures</translation>
    </message>
    <message>
        <source>队伍与轨迹</source>
        <translation>Teams and tracks</translation>
    </message>
    <message>
        <source>点位与告警</source>
        <translation>Points and alerts</translation>
    </message>
    <message>
        <source>地名</source>
        <translation>Names</translation>
    </message>
    <message>
        <source>案件热力</source>
        <translation>Heat of cases</translation>
    </message>
    <message>
        <source>村居分色</source>
        <translation>Neighbourhoods by colour</translation>
    </message>
    <message>
        <source>村居边界</source>
        <translation>Neighbourhood borders</translation>
    </message>
    <message>
        <source>监测点</source>
        <translation>Sensors</translation>
    </message>
    <message>
        <source>摄像头</source>
        <translation>Cameras</translation>
    </message>
    <message>
        <source>泵站</source>
        <translation>Pumping stations</translation>
    </message>
    <message>
        <source>避难场所</source>
        <translation>Shelters</translation>
    </message>
    <message>
        <source>其他设施</source>
        <translation>Other facilities</translation>
    </message>
    <message>
        <source>案件</source>
        <translation>Cases</translation>
    </message>
    <message>
        <source>正常</source>
        <translation>Normal</translation>
    </message>
    <message>
        <source>失联</source>
        <translation>Silent</translation>
    </message>
    <message>
        <source>最近的行进轨迹</source>
        <translation>Recent tracks</translation>
    </message>
    <message>
        <source>在办案件：少 → 多</source>
        <translation>Open cases: few → many</translation>
    </message>
    <message>
        <source>村居界线</source>
        <translation>Border of a neighbourhood</translation>
    </message>
    <message>
        <source>尚无数据</source>
        <translation>no data yet</translation>
    </message>
    <message>
        <source>数据 {age}</source>
        <translation>data {age}</translation>
    </message>
    <message>
        <source>算于 {age}</source>
        <translation>computed {age}</translation>
    </message>
    <message>
        <source>导入 {age}</source>
        <translation>imported {age}</translation>
    </message>
    <message>
        <source>缓存 {age}</source>
        <translation>cached {age}</translation>
    </message>
    <message>
        <source>在线</source>
        <translation>online</translation>
    </message>
</context>
<context>
    <name>Manual</name>
    <message>
        <source>使用手册</source>
        <translation>Manual</translation>
    </message>
    <message>
        <source>页面</source>
        <translation>Pages</translation>
    </message>
    <message>
        <source>在手册中查找</source>
        <translation>Search the manual</translation>
    </message>
    <message>
        <source>后退（Alt+←）</source>
        <translation>Back (Alt+←)</translation>
    </message>
    <message>
        <source>前进（Alt+→）</source>
        <translation>Forward (Alt+→)</translation>
    </message>
</context>
<context>
    <name>Map</name>
    <message>
        <source>{n} 人</source>
        <translation>{n} people</translation>
    </message>
    <message>
        <source>尚无数据</source>
        <translation>No data yet</translation>
    </message>
    <message>
        <source>无底图</source>
        <translation>No base map</translation>
    </message>
    <message>
        <source>连接服务器后自动下载</source>
        <translation>It is fetched once a server is connected</translation>
    </message>
    <message>
        <source>CGCS2000</source>
        <translation>CGCS2000</translation>
    </message>
    <message>
        <source>米</source>
        <translation>m</translation>
    </message>
    <message>
        <source>公里</source>
        <translation>km</translation>
    </message>
    <message>
        <source>平方米</source>
        <translation>m²</translation>
    </message>
    <message>
        <source>公顷</source>
        <translation>ha</translation>
    </message>
    <message>
        <source>平方公里</source>
        <translation>km²</translation>
    </message>
    <message>
        <source>长度</source>
        <translation>Length</translation>
    </message>
    <message>
        <source>面积</source>
        <translation>Area</translation>
    </message>
    <message>
        <source>半径</source>
        <translation>Radius</translation>
    </message>
    <message>
        <source>周长</source>
        <translation>Perimeter</translation>
    </message>
    <message>
        <source>地图</source>
        <translation>Map</translation>
    </message>
    <message>
        <source>搜索地点、设备、队伍、案件、坐标</source>
        <translation>Search places, devices, teams, cases, coordinates</translation>
    </message>
    <message>
        <source>没有找到</source>
        <translation>Nothing found</translation>
    </message>
    <message>
        <source>这里没有</source>
        <translation>Nothing here</translation>
    </message>
    <message>
        <source>关闭</source>
        <translation>Close</translation>
    </message>
</context>
<context>
    <name>MapMenu</name>
    <message>
        <source>选择</source>
        <translation>Select</translation>
    </message>
    <message>
        <source>飞到该处</source>
        <translation>Fly there</translation>
    </message>
    <message>
        <source>周边</source>
        <translation>Nearby</translation>
    </message>
    <message>
        <source>这里的坐标</source>
        <translation>Coordinates of this place</translation>
    </message>
    <message>
        <source>从这里量距离</source>
        <translation>Measure distance from here</translation>
    </message>
    <message>
        <source>从这里量面积</source>
        <translation>Measure area from here</translation>
    </message>
    <message>
        <source>在这里标绘</source>
        <translation>Mark here</translation>
    </message>
    <message>
        <source>点…</source>
        <translation>Point…</translation>
    </message>
    <message>
        <source>文字…</source>
        <translation>Text…</translation>
    </message>
    <message>
        <source>修改标绘…</source>
        <translation>Change markup…</translation>
    </message>
    <message>
        <source>擦除标绘</source>
        <translation>Erase markup</translation>
    </message>
    <message>
        <source>标绘一览</source>
        <translation>All markups</translation>
    </message>
    <message>
        <source>移除该量测</source>
        <translation>Remove this measure</translation>
    </message>
    <message>
        <source>清除量测</source>
        <translation>Clear measures</translation>
    </message>
    <message>
        <source>复制坐标</source>
        <translation>Copy coordinates</translation>
    </message>
</context>
<context>
    <name>MapTools</name>
    <message>
        <source>清除选择</source>
        <translation>Clear selection</translation>
    </message>
    <message>
        <source>标绘一览</source>
        <translation>All markups</translation>
    </message>
    <message>
        <source>放大</source>
        <translation>Zoom in</translation>
    </message>
    <message>
        <source>缩小</source>
        <translation>Zoom out</translation>
    </message>
    <message>
        <source>选择</source>
        <translation>Select</translation>
    </message>
    <message>
        <source>量测</source>
        <translation>Measure</translation>
    </message>
    <message>
        <source>周边</source>
        <translation>Nearby</translation>
    </message>
    <message>
        <source>标绘</source>
        <translation>Markup</translation>
    </message>
    <message>
        <source>书签</source>
        <translation>Bookmarks</translation>
    </message>
    <message>
        <source>更多</source>
        <translation>More</translation>
    </message>
    <message>
        <source>跟随主图：开</source>
        <translation>Follows the main map: on</translation>
    </message>
    <message>
        <source>跟随主图：关</source>
        <translation>Follows the main map: off</translation>
    </message>
    <message>
        <source>范围已锁定</source>
        <translation>View is locked</translation>
    </message>
    <message>
        <source>锁定范围</source>
        <translation>Lock the view</translation>
    </message>
    <message>
        <source>周边 {distance}</source>
        <translation>Within {distance}</translation>
    </message>
    <message>
        <source>画圆查询</source>
        <translation>Draw a circle</translation>
    </message>
    <message>
        <source>存当前视图</source>
        <translation>Keep this view</translation>
    </message>
    <message>
        <source>管理书签…</source>
        <translation>Bookmarks…</translation>
    </message>
    <message>
        <source>单击添加顶点，双击或回车结束，退格撤回，Esc 取消</source>
        <translation>Click adds a corner, double-click or Enter ends, Backspace takes back, Esc cancels</translation>
    </message>
    <message>
        <source>按住圆心拖动画圆，Esc 取消</source>
        <translation>Press at the centre and drag, Esc cancels</translation>
    </message>
    <message>
        <source>拖动框选，按住 Shift 追加，Esc 退出</source>
        <translation>Drag a rectangle, Shift adds to it, Esc leaves</translation>
    </message>
    <message>
        <source>按住拖动圈选，按住 Shift 追加，Esc 退出</source>
        <translation>Drag around what you want, Shift adds to it, Esc leaves</translation>
    </message>
    <message>
        <source>单击放置标绘点，Esc 取消</source>
        <translation>Click where the point is to stand, Esc cancels</translation>
    </message>
    <message>
        <source>单击要写字的位置，Esc 取消</source>
        <translation>Click where the text is to stand, Esc cancels</translation>
    </message>
    <message>
        <source>拖动画出要下载的矩形，Esc 取消</source>
        <translation>Drag the rectangle to download, Esc cancels</translation>
    </message>
    <message>
        <source>单击控制点的位置，Esc 返回</source>
        <translation>Click where the control point is, Esc goes back</translation>
    </message>
</context>
<context>
    <name>MapWindow</name>
    <message>
        <source>OneMap 第二地图</source>
        <translation>OneMap second map</translation>
    </message>
</context>
<context>
    <name>Markup</name>
    <message>
        <source>点</source>
        <translation>Point</translation>
    </message>
    <message>
        <source>线</source>
        <translation>Line</translation>
    </message>
    <message>
        <source>面</source>
        <translation>Area</translation>
    </message>
    <message>
        <source>圆</source>
        <translation>Circle</translation>
    </message>
    <message>
        <source>文字</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>一般</source>
        <translation>Plain</translation>
    </message>
    <message>
        <source>备注</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>辅助</source>
        <translation>Auxiliary</translation>
    </message>
    <message>
        <source>安全</source>
        <translation>Safe</translation>
    </message>
    <message>
        <source>注意</source>
        <translation>Caution</translation>
    </message>
    <message>
        <source>危险</source>
        <translation>Danger</translation>
    </message>
</context>
<context>
    <name>MarkupDialog</name>
    <message>
        <source>标绘</source>
        <translation>Markup</translation>
    </message>
    <message>
        <source>保存</source>
        <translation>Save</translation>
    </message>
    <message>
        <source>修改标绘</source>
        <translation>Change markup</translation>
    </message>
    <message>
        <source>图形：{kind}</source>
        <translation>Shape: {kind}</translation>
    </message>
    <message>
        <source>例如：封路、集结点、绕行路线</source>
        <translation>For example: road closed, meeting point, detour</translation>
    </message>
    <message>
        <source>文字</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>含义</source>
        <translation>Meaning</translation>
    </message>
    <message>
        <source>请写明要标在图上的文字。</source>
        <translation>Write what the map is to say.</translation>
    </message>
</context>
<context>
    <name>Markups</name>
    <message>
        <source>待发送</source>
        <translation>Waiting to be sent</translation>
    </message>
    <message>
        <source>{text}（{waiting}）</source>
        <translation>{text} ({waiting})</translation>
    </message>
</context>
<context>
    <name>Nearby</name>
    <message>
        <source>视频</source>
        <translation>Cameras</translation>
    </message>
    <message>
        <source>队伍</source>
        <translation>Teams</translation>
    </message>
    <message>
        <source>避难场所</source>
        <translation>Shelters</translation>
    </message>
    <message>
        <source>泵与物资</source>
        <translation>Pumps and materials</translation>
    </message>
    <message>
        <source>监测点</source>
        <translation>Sensors</translation>
    </message>
    <message>
        <source>在办案件</source>
        <translation>Open cases</translation>
    </message>
    <message>
        <source>其他设施</source>
        <translation>Other facilities</translation>
    </message>
    <message>
        <source>尚无数据</source>
        <translation>No data yet</translation>
    </message>
    <message>
        <source>故障</source>
        <translation>Faulty</translation>
    </message>
    <message>
        <source>在用</source>
        <translation>In use</translation>
    </message>
    <message>
        <source>正常</source>
        <translation>Normal</translation>
    </message>
    <message>
        <source>开放</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>关闭</source>
        <translation>Closed</translation>
    </message>
    <message>
        <source>离线</source>
        <translation>Offline</translation>
    </message>
    <message>
        <source>可容纳 {n} 人</source>
        <translation>holds {n}</translation>
    </message>
</context>
<context>
    <name>NoteDialog</name>
    <message>
        <source>记一笔</source>
        <translation>Add a note</translation>
    </message>
    <message>
        <source>记录</source>
        <translation>Add</translation>
    </message>
    <message>
        <source>现场情况、联系结果……</source>
        <translation>The situation on site, who was reached…</translation>
    </message>
    <message>
        <source>还没有写内容。</source>
        <translation>Nothing is written yet.</translation>
    </message>
</context>
<context>
    <name>Offline</name>
    <message>
        <source>区域 {n}</source>
        <translation>Area {n}</translation>
    </message>
    <message>
        <source>删除离线区域“{title}”？{size} 会从磁盘移除。</source>
        <translation>Delete the offline area “{title}”? {size} leave the disk.</translation>
    </message>
    <message>
        <source>删除离线区域</source>
        <translation>Delete the offline area</translation>
    </message>
    <message>
        <source>删除</source>
        <translation>Delete</translation>
    </message>
    <message>
        <source>取消</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>范围太大或无法下载：{why}</source>
        <translation>Too large, or not to be had: {why}</translation>
    </message>
    <message>
        <source>{n} 块，约 {size}</source>
        <translation>{n} tiles, about {size}</translation>
    </message>
    <message>
        <source>离线区域：{why}</source>
        <translation>Offline areas: {why}</translation>
    </message>
    <message>
        <source>从“{title}”下载</source>
        <translation>Downloaded from “{title}”</translation>
    </message>
    <message>
        <source>当前底图不能下载：本镇底图已在本机，其余按其条款不许批量下载。</source>
        <translation>This base map cannot be downloaded: the town&apos;s own is on this computer already, and the terms of others forbid it.</translation>
    </message>
    <message>
        <source>重试</source>
        <translation>Retry</translation>
    </message>
    <message>
        <source>继续</source>
        <translation>Resume</translation>
    </message>
    <message>
        <source>离线区域</source>
        <translation>Offline areas</translation>
    </message>
    <message>
        <source>关闭</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>画矩形新建</source>
        <translation>New: rectangle</translation>
    </message>
    <message>
        <source>画多边形新建</source>
        <translation>New: polygon</translation>
    </message>
    <message>
        <source>暂停</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>停止</source>
        <translation>Stop</translation>
    </message>
    <message>
        <source>查看</source>
        <translation>Show</translation>
    </message>
    <message>
        <source>修改…</source>
        <translation>Edit…</translation>
    </message>
    <message>
        <source>删除…</source>
        <translation>Delete…</translation>
    </message>
    <message>
        <source>下载</source>
        <translation>Download</translation>
    </message>
    <message>
        <source>新建离线区域</source>
        <translation>New offline area</translation>
    </message>
    <message>
        <source>修改离线区域</source>
        <translation>Edit the offline area</translation>
    </message>
    <message>
        <source>级别越高越细，块数约翻四倍；先看估算再下载。</source>
        <translation>Each higher zoom is finer and takes about four times the tiles. Look at the estimate first.</translation>
    </message>
    <message>
        <source>保存并补齐</source>
        <translation>Save and fetch the rest</translation>
    </message>
    <message>
        <source>名称</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>从级别</source>
        <translation>From zoom</translation>
    </message>
    <message>
        <source>到级别</source>
        <translation>To zoom</translation>
    </message>
    <message>
        <source>估算</source>
        <translation>Estimate</translation>
    </message>
    <message>
        <source>计算中…</source>
        <translation>Counting…</translation>
    </message>
    <message>
        <source>请填写名称。</source>
        <translation>Enter a name.</translation>
    </message>
    <message>
        <source>{low}–{high} 级</source>
        <translation>zoom {low}–{high}</translation>
    </message>
    <message>
        <source>{done}/{total} 块</source>
        <translation>{done}/{total} tiles</translation>
    </message>
    <message>
        <source>未下完</source>
        <translation>incomplete</translation>
    </message>
    <message>
        <source>下载中 {rate}/秒</source>
        <translation>downloading {rate}/s</translation>
    </message>
    <message>
        <source>已下完</source>
        <translation>complete</translation>
    </message>
    <message>
        <source>已暂停</source>
        <translation>paused</translation>
    </message>
    <message>
        <source>{n} 块没取到</source>
        <translation>{n} tiles did not come</translation>
    </message>
    <message>
        <source>失败</source>
        <translation>failed</translation>
    </message>
    <message>
        <source>{n} 块，约 {size}（按抽样）</source>
        <translation>{n} tiles, about {size} (sampled)</translation>
    </message>
    <message>
        <source>重画范围</source>
        <translation>Redraw outline</translation>
    </message>
</context>
<context>
    <name>OpenCaseDialog</name>
    <message>
        <source>由告警立案</source>
        <translation>Open a case from the alert</translation>
    </message>
    <message>
        <source>立案</source>
        <translation>Open case</translation>
    </message>
    <message>
        <source>案由</source>
        <translation>Title</translation>
    </message>
    <message>
        <source>处置环</source>
        <translation>Loop</translation>
    </message>
    <message>
        <source>案由不能为空。</source>
        <translation>The title must not be empty.</translation>
    </message>
</context>
<context>
    <name>PlaceLists</name>
    <message>
        <source>另有 {n} 处未列出</source>
        <translation>{n} more not listed</translation>
    </message>
    <message>
        <source>{n} · 告警 {bad}</source>
        <translation>{n} · {bad} alerting</translation>
    </message>
    <message>
        <source>尚无数据</source>
        <translation>No data yet</translation>
    </message>
</context>
<context>
    <name>Presets</name>
    <message>
        <source>八图配置有误：{why}</source>
        <translation>The eight maps are misconfigured: {why}</translation>
    </message>
    <message>
        <source>八图</source>
        <translation>The eight maps</translation>
    </message>
    <message>
        <source>选一张图，“全部”恢复原样</source>
        <translation>Choose a map; “Everything” goes back</translation>
    </message>
    <message>
        <source>关闭</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>全部</source>
        <translation>Everything</translation>
    </message>
    <message>
        <source>所有点位，按图层面板显示</source>
        <translation>Every point, as the layer panel says</translation>
    </message>
    <message>
        <source>已恢复全部点位</source>
        <translation>Every point is shown again</translation>
    </message>
    <message>
        <source>{title}：{about}</source>
        <translation>{title}: {about}</translation>
    </message>
    <message>
        <source>；本镇没有：{kinds}</source>
        <translation>. This town has no {kinds}</translation>
    </message>
    <message>
        <source>指挥点</source>
        <translation>command posts</translation>
    </message>
    <message>
        <source>办公点</source>
        <translation>offices</translation>
    </message>
    <message>
        <source>下立交</source>
        <translation>underpasses</translation>
    </message>
    <message>
        <source>水闸</source>
        <translation>tide gates</translation>
    </message>
    <message>
        <source>隐患点</source>
        <translation>hazards</translation>
    </message>
    <message>
        <source>物资仓库</source>
        <translation>stores of material</translation>
    </message>
    <message>
        <source>消防站</source>
        <translation>fire stations</translation>
    </message>
    <message>
        <source>医院</source>
        <translation>hospitals</translation>
    </message>
    <message>
        <source>避难场所</source>
        <translation>shelters</translation>
    </message>
    <message>
        <source>摄像头</source>
        <translation>cameras</translation>
    </message>
    <message>
        <source>泵站</source>
        <translation>pumping stations</translation>
    </message>
    <message>
        <source>雨情</source>
        <translation>rain</translation>
    </message>
    <message>
        <source>水情</source>
        <translation>water levels</translation>
    </message>
    <message>
        <source>潮位</source>
        <translation>tide levels</translation>
    </message>
    <message>
        <source>积水深度</source>
        <translation>water depths</translation>
    </message>
</context>
<context>
    <name>Queue</name>
    <message>
        <source>告警</source>
        <translation>Alert</translation>
    </message>
    <message>
        <source>超 {span}</source>
        <translation>{span} over</translation>
    </message>
    <message>
        <source>待派遣</source>
        <translation>To send</translation>
    </message>
    <message>
        <source>已派遣</source>
        <translation>Sent</translation>
    </message>
    <message>
        <source>处置中</source>
        <translation>Handling</translation>
    </message>
    <message>
        <source>待核查</source>
        <translation>To verify</translation>
    </message>
    <message>
        <source>已结案</source>
        <translation>Closed</translation>
    </message>
    <message>
        <source>共 {n} 条</source>
        <translation>{n} alerts</translation>
    </message>
    <message>
        <source>未确认 {n}/{of}</source>
        <translation>unack. {n}/{of}</translation>
    </message>
</context>
<context>
    <name>Redline</name>
    <message>
        <source>标绘 {n} 处</source>
        <translation>Markups: {n}</translation>
    </message>
    <message>
        <source>单击一行飞到该处</source>
        <translation>Click a line to fly there</translation>
    </message>
    <message>
        <source>已删除标绘：{what}</source>
        <translation>Markup erased: {what}</translation>
    </message>
    <message>
        <source>撤销</source>
        <translation>Undo</translation>
    </message>
</context>
<context>
    <name>Refusals</name>
    <message>
        <source>被拒指令</source>
        <translation>Refused commands</translation>
    </message>
    <message>
        <source>时间</source>
        <translation>Time</translation>
    </message>
    <message>
        <source>指令</source>
        <translation>Command</translation>
    </message>
    <message>
        <source>原因</source>
        <translation>Reason</translation>
    </message>
    <message>
        <source>没有被拒的指令</source>
        <translation>No command was refused</translation>
    </message>
    <message>
        <source>全部知悉</source>
        <translation>Dismiss all</translation>
    </message>
</context>
<context>
    <name>Search</name>
    <message>
        <source>按纬度在前读取</source>
        <translation>read as latitude first</translation>
    </message>
    <message>
        <source>{n} 人</source>
        <translation>{n} people</translation>
    </message>
</context>
<context>
    <name>Sheet</name>
    <message>
        <source>图例</source>
        <translation>Legend</translation>
    </message>
    <message>
        <source>北</source>
        <translation>N</translation>
    </message>
    <message>
        <source>{town}一张图</source>
        <translation>{town} OneMap</translation>
    </message>
    <message>
        <source>{level} 级响应</source>
        <translation>Response level {level}</translation>
    </message>
    <message>
        <source>数据时间</source>
        <translation>Data as of</translation>
    </message>
    <message>
        <source>比例尺</source>
        <translation>Scale</translation>
    </message>
    <message>
        <source>坐标系</source>
        <translation>Coordinates</translation>
    </message>
    <message>
        <source>制图</source>
        <translation>Made by</translation>
    </message>
    <message>
        <source>数据来源</source>
        <translation>Source</translation>
    </message>
</context>
<context>
    <name>ShelveDialog</name>
    <message>
        <source>搁置告警</source>
        <translation>Shelve the alert</translation>
    </message>
    <message>
        <source>搁置</source>
        <translation>Shelve</translation>
    </message>
    <message>
        <source>{n} 分钟</source>
        <translation>{n} minutes</translation>
    </message>
    <message>
        <source>例如：传感器检修，现场已有人值守</source>
        <translation>For example: sensor under repair, the place is attended</translation>
    </message>
    <message>
        <source>时长</source>
        <translation>For</translation>
    </message>
    <message>
        <source>理由</source>
        <translation>Reason</translation>
    </message>
    <message>
        <source>请写明搁置理由，到期后告警会自动恢复。</source>
        <translation>Give a reason; the alert comes back by itself when the time is up.</translation>
    </message>
</context>
<context>
    <name>SignIn</name>
    <message>
        <source>登录</source>
        <translation>Sign in</translation>
    </message>
    <message>
        <source>服务器 {url}</source>
        <translation>Server {url}</translation>
    </message>
    <message>
        <source>账号</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>密码</source>
        <translation>Password</translation>
    </message>
    <message>
        <source>请输入账号和密码。</source>
        <translation>Enter name and password.</translation>
    </message>
    <message>
        <source>尚未登录：显示的是本机缓存，指令登录后才会送出</source>
        <translation>Not signed in: this is the local copy; commands go out once you are</translation>
    </message>
    <message>
        <source>输错次数太多，请 {n} 秒后再试。</source>
        <translation>Too many wrong tries. Try again in {n} s.</translation>
    </message>
    <message>
        <source>账号或密码不对。忘记密码请管理员重设。</source>
        <translation>Name or password is wrong. If it is forgotten the administrator can set a new one.</translation>
    </message>
    <message>
        <source>连不上服务器，请检查地址和网络。（{why}）</source>
        <translation>No way to the server. Check address and network. ({why})</translation>
    </message>
    <message>
        <source>服务器的证书不受信任。请把单位的根证书装进系统，或在设置里用 ca_file 写明它的文件。（{why}）</source>
        <translation>The server&apos;s certificate is not trusted. Install your authority&apos;s certificate in the system, or name its file in the settings as ca_file. ({why})</translation>
    </message>
</context>
<context>
    <name>Status</name>
    <message>
        <source>正在启动</source>
        <translation>Starting</translation>
    </message>
    <message>
        <source>正在连接</source>
        <translation>Connecting</translation>
    </message>
    <message>
        <source>已连接</source>
        <translation>Connected</translation>
    </message>
    <message>
        <source>离线（{span}断开），显示的是本机缓存</source>
        <translation>Offline (lost {span}); showing the local copy</translation>
    </message>
    <message>
        <source>登录已失效，请重新登录</source>
        <translation>Sign-in is no longer valid; sign in again</translation>
    </message>
    <message>
        <source>服务器拒绝连接：{why}</source>
        <translation>The server refused: {why}</translation>
    </message>
    <message>
        <source>最近事件 {age}</source>
        <translation>Last event {age}</translation>
    </message>
    <message>
        <source>待发送 {n}</source>
        <translation>{n} pending</translation>
    </message>
    <message>
        <source>被拒 {n}（按 P 查看）</source>
        <translation>{n} refused (press P)</translation>
    </message>
    <message>
        <source>被拒 0</source>
        <translation>0 refused</translation>
    </message>
    <message>
        <source>尚无数据</source>
        <translation>No data yet</translation>
    </message>
    <message>
        <source>数据 {age}</source>
        <translation>Data {age}</translation>
    </message>
    <message>
        <source>，失联 {n}</source>
        <translation>, {n} silent</translation>
    </message>
    <message>
        <source>演示 ×{n}</source>
        <translation>Demo ×{n}</translation>
    </message>
    <message>
        <source>测点 {n}</source>
        <translation>{n} streams</translation>
    </message>
    <message>
        <source>席位 {name}</source>
        <translation>Desk: {name}</translation>
    </message>
    <message>
        <source>序号 {n}</source>
        <translation>Seq {n}</translation>
    </message>
    <message>
        <source>服务器证书不受信任，显示的是本机缓存</source>
        <translation>The server&apos;s certificate is not trusted; this is the local copy</translation>
    </message>
    <message>
        <source>正在启动，还没有告警和案件的消息</source>
        <translation>Starting: nothing is known of alerts and cases yet</translation>
    </message>
    <message>
        <source>正在读取告警和案件……</source>
        <translation>Reading alerts and cases…</translation>
    </message>
    <message>
        <source>本机没有存下告警和案件，现状不明</source>
        <translation>No alerts or cases are kept here; how things stand is not known</translation>
    </message>
    <message>
        <source>断开前没有未了的告警和案件，现状不明</source>
        <translation>None were open when the line was cut; how things stand now is not known</translation>
    </message>
    <message>
        <source>没有未了的告警和案件</source>
        <translation>No open alerts or cases</translation>
    </message>
</context>
<context>
    <name>Theme</name>
    <message>
        <source>不分色</source>
        <translation>None</translation>
    </message>
</context>
<context>
    <name>Tiles</name>
    <message>
        <source>绘制</source>
        <translation>Drawn</translation>
    </message>
    <message>
        <source>静像</source>
        <translation>Still</translation>
    </message>
    <message>
        <source>随告警的画面</source>
        <translation>Came with the alert</translation>
    </message>
    <message>
        <source>告警时</source>
        <translation>Then</translation>
    </message>
</context>
<context>
    <name>Wall</name>
    <message>
        <source>OneMap 一张图</source>
        <translation>OneMap</translation>
    </message>
    <message>
        <source>告警与案件</source>
        <translation>Alerts and cases</translation>
    </message>
    <message>
        <source>视频告警</source>
        <translation>Camera alerts</translation>
    </message>
    <message>
        <source>没有需要查看的画面</source>
        <translation>No picture needs watching</translation>
    </message>
    <message>
        <source>尚无水位数据</source>
        <translation>No water levels yet</translation>
    </message>
</context>
<context>
    <name>Wording</name>
    <message>
        <source>zh</source>
        <translation>en</translation>
    </message>
    <message>
        <source>周一 周二 周三 周四 周五 周六 周日</source>
        <translation>Mon Tue Wed Thu Fri Sat Sun</translation>
    </message>
    <message>
        <source>1月 2月 3月 4月 5月 6月 7月 8月 9月 10月 11月 12月</source>
        <translation>Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec</translation>
    </message>
    <message>
        <source>{month}{day}日 {weekday}</source>
        <translation>{weekday} {day} {month}</translation>
    </message>
    <message>
        <source>刚刚</source>
        <translation>just now</translation>
    </message>
    <message>
        <source>{n} 秒前</source>
        <translation>{n} s ago</translation>
    </message>
    <message>
        <source>{n} 分前</source>
        <translation>{n} min ago</translation>
    </message>
    <message>
        <source>{n} 小时前</source>
        <translation>{n} h ago</translation>
    </message>
    <message>
        <source>{n} 天前</source>
        <translation>{n} d ago</translation>
    </message>
    <message>
        <source>{n} 米</source>
        <translation>{n} m</translation>
    </message>
    <message>
        <source>{n} 公里</source>
        <translation>{n} km</translation>
    </message>
    <message>
        <source>厘米</source>
        <translation>cm</translation>
    </message>
    <message>
        <source>毫米/时</source>
        <translation>mm/h</translation>
    </message>
    <message>
        <source>米</source>
        <translation>m</translation>
    </message>
    <message>
        <source>安</source>
        <translation>A</translation>
    </message>
    <message>
        <source>正常</source>
        <translation>normal</translation>
    </message>
    <message>
        <source>蓝色</source>
        <translation>blue</translation>
    </message>
    <message>
        <source>黄色</source>
        <translation>yellow</translation>
    </message>
    <message>
        <source>橙色</source>
        <translation>orange</translation>
    </message>
    <message>
        <source>红色</source>
        <translation>red</translation>
    </message>
    <message>
        <source>未确认</source>
        <translation>unacknowledged</translation>
    </message>
    <message>
        <source>已确认</source>
        <translation>acknowledged</translation>
    </message>
    <message>
        <source>已恢复未确认</source>
        <translation>returned, unacknowledged</translation>
    </message>
    <message>
        <source>已搁置</source>
        <translation>shelved</translation>
    </message>
    <message>
        <source>已抑制</source>
        <translation>suppressed</translation>
    </message>
    <message>
        <source>停用</source>
        <translation>out of service</translation>
    </message>
    <message>
        <source>登记</source>
        <translation>registered</translation>
    </message>
    <message>
        <source>待派遣</source>
        <translation>to send</translation>
    </message>
    <message>
        <source>已派遣</source>
        <translation>sent</translation>
    </message>
    <message>
        <source>处置中</source>
        <translation>handling</translation>
    </message>
    <message>
        <source>已反馈</source>
        <translation>reported</translation>
    </message>
    <message>
        <source>待核查</source>
        <translation>to verify</translation>
    </message>
    <message>
        <source>已结案</source>
        <translation>closed</translation>
    </message>
    <message>
        <source>已作废</source>
        <translation>void</translation>
    </message>
    <message>
        <source>小环</source>
        <translation>small loop</translation>
    </message>
    <message>
        <source>中环</source>
        <translation>middle loop</translation>
    </message>
    <message>
        <source>大环</source>
        <translation>large loop</translation>
    </message>
    <message>
        <source>待命</source>
        <translation>standby</translation>
    </message>
    <message>
        <source>出动</source>
        <translation>en route</translation>
    </message>
    <message>
        <source>到场</source>
        <translation>on site</translation>
    </message>
    <message>
        <source>作业</source>
        <translation>working</translation>
    </message>
    <message>
        <source>归队</source>
        <translation>returning</translation>
    </message>
    <message>
        <source>立案：{text}</source>
        <translation>Filed: {text}</translation>
    </message>
    <message>
        <source>派遣 {text}</source>
        <translation>Sent {text}</translation>
    </message>
    <message>
        <source>{text} 到场</source>
        <translation>{text} on site</translation>
    </message>
    <message>
        <source>{text}</source>
        <translation>{text}</translation>
    </message>
    <message>
        <source>调整处置环：{text}</source>
        <translation>Loop changed: {text}</translation>
    </message>
    <message>
        <source>结案：{text}</source>
        <translation>Closed: {text}</translation>
    </message>
    <message>
        <source>告警升级：{text}</source>
        <translation>Alert rose: {text}</translation>
    </message>
    <message>
        <source>自动</source>
        <translation>automatic</translation>
    </message>
    <message>
        <source>案件已由 {by} 结案</source>
        <translation>The case was already closed by {by}</translation>
    </message>
    <message>
        <source>案件已结，不能再操作</source>
        <translation>The case is closed</translation>
    </message>
    <message>
        <source>案件已作废</source>
        <translation>The case is void</translation>
    </message>
    <message>
        <source>没有这个案件</source>
        <translation>There is no such case</translation>
    </message>
    <message>
        <source>该案件已存在</source>
        <translation>This case exists already</translation>
    </message>
    <message>
        <source>告警已由 {by} 确认</source>
        <translation>The alert was already acknowledged by {by}</translation>
    </message>
    <message>
        <source>没有这条告警</source>
        <translation>There is no such alert</translation>
    </message>
    <message>
        <source>该告警已有案件</source>
        <translation>The alert already has a case</translation>
    </message>
    <message>
        <source>队伍正在其他任务中</source>
        <translation>The team is on another case</translation>
    </message>
    <message>
        <source>没有这支队伍</source>
        <translation>There is no such team</translation>
    </message>
    <message>
        <source>该标绘已存在</source>
        <translation>This markup exists already</translation>
    </message>
    <message>
        <source>该标绘已被擦除</source>
        <translation>This markup was erased</translation>
    </message>
    <message>
        <source>标绘没有变化</source>
        <translation>The markup is like that already</translation>
    </message>
    <message>
        <source>标绘已达 {limit} 个，请先擦除不用的</source>
        <translation>There are {limit} markups; erase those no longer needed</translation>
    </message>
    <message>
        <source>标绘有 {count} 个点，最多 {limit} 个</source>
        <translation>The markup has {count} points, {limit} at most</translation>
    </message>
    <message>
        <source>标绘的点数不对，请重新绘制</source>
        <translation>The markup has too few or too many points; draw it again</translation>
    </message>
    <message>
        <source>圆的半径须大于 0 且不超过 {limit} 米</source>
        <translation>A circle needs a radius over 0 and up to {limit} m</translation>
    </message>
    <message>
        <source>标绘有坐标不在地球上</source>
        <translation>A coordinate of the markup is not on Earth</translation>
    </message>
    <message>
        <source>请填写标绘文字</source>
        <translation>Write what the map is to say</translation>
    </message>
    <message>
        <source>文字有 {length} 字，最多 {limit} 字</source>
        <translation>The text has {length} characters, {limit} at most</translation>
    </message>
    <message>
        <source>服务器未能保存，请稍后重试</source>
        <translation>The server could not save; try again later</translation>
    </message>
    <message>
        <source>服务器繁忙，请稍后重试</source>
        <translation>The server is busy; try again later</translation>
    </message>
    <message>
        <source>您的账号没有此操作权限</source>
        <translation>Your account may not do this</translation>
    </message>
    <message>
        <source>确认告警</source>
        <translation>Acknowledge alert</translation>
    </message>
    <message>
        <source>搁置告警</source>
        <translation>Shelve alert</translation>
    </message>
    <message>
        <source>取消搁置</source>
        <translation>Unshelve</translation>
    </message>
    <message>
        <source>立案</source>
        <translation>Open case</translation>
    </message>
    <message>
        <source>派遣队伍</source>
        <translation>Dispatch team</translation>
    </message>
    <message>
        <source>队伍到场</source>
        <translation>Team on site</translation>
    </message>
    <message>
        <source>记一笔</source>
        <translation>Add note</translation>
    </message>
    <message>
        <source>调整处置环</source>
        <translation>Change loop</translation>
    </message>
    <message>
        <source>结案</source>
        <translation>Close case</translation>
    </message>
    <message>
        <source>作废案件</source>
        <translation>Void case</translation>
    </message>
    <message>
        <source>设定响应等级</source>
        <translation>Set response level</translation>
    </message>
    <message>
        <source>发布预警</source>
        <translation>Issue warning</translation>
    </message>
    <message>
        <source>解除预警</source>
        <translation>Lift warning</translation>
    </message>
    <message>
        <source>设备状态</source>
        <translation>Asset status</translation>
    </message>
    <message>
        <source>标绘</source>
        <translation>Draw markup</translation>
    </message>
    <message>
        <source>修改标绘</source>
        <translation>Change markup</translation>
    </message>
    <message>
        <source>擦除标绘</source>
        <translation>Erase markup</translation>
    </message>
    <message>
        <source>告警已经搁置，要改时间请先取消搁置</source>
        <translation>The alert is shelved already; unshelve it first to change the time</translation>
    </message>
    <message>
        <source>告警已经结束，不用再处理</source>
        <translation>The alert is over; nothing more is needed</translation>
    </message>
    <message>
        <source>告警没有搁置</source>
        <translation>The alert is not shelved</translation>
    </message>
    <message>
        <source>搁置的截止时间已过，请选以后的时间</source>
        <translation>That time has passed; choose one still to come</translation>
    </message>
    <message>
        <source>最多搁置 {hours} 小时，请选短一些</source>
        <translation>An alert can be shelved for {hours} hours at most</translation>
    </message>
    <message>
        <source>告警正在搁置，请先取消搁置</source>
        <translation>The alert is shelved; unshelve it first</translation>
    </message>
    <message>
        <source>没有这个区域</source>
        <translation>There is no such area</translation>
    </message>
    <message>
        <source>请填写设备状态</source>
        <translation>Write the asset&apos;s status</translation>
    </message>
    <message>
        <source>{name} 已是此状态</source>
        <translation>{name} has that status already</translation>
    </message>
    <message>
        <source>没有这台设备</source>
        <translation>There is no such asset</translation>
    </message>
    <message>
        <source>结案须写明依据</source>
        <translation>Closing a case needs evidence</translation>
    </message>
    <message>
        <source>指令没有案件编号，请更新桌面程序</source>
        <translation>The command has no case id; update the desktop</translation>
    </message>
    <message>
        <source>记录为空，请写内容</source>
        <translation>The note is empty; write what happened</translation>
    </message>
    <message>
        <source>请写明理由</source>
        <translation>Give a reason</translation>
    </message>
    <message>
        <source>案件已在这个处置环</source>
        <translation>The case is in that loop already</translation>
    </message>
    <message>
        <source>请写案由</source>
        <translation>Write the case&apos;s title</translation>
    </message>
    <message>
        <source>指令没有可用的编号，请更新桌面程序</source>
        <translation>The command has no usable id; update the desktop</translation>
    </message>
    <message>
        <source>服务器读不懂这条指令，请更新桌面程序</source>
        <translation>The server cannot read this command; update the desktop</translation>
    </message>
    <message>
        <source>服务器不认识这条指令，请更新服务器</source>
        <translation>The server does not know this command; update the server</translation>
    </message>
    <message>
        <source>标绘没有可用的编号，请重新绘制</source>
        <translation>The markup has no usable id; draw it again</translation>
    </message>
    <message>
        <source>标绘的用途写法不对，请重新绘制</source>
        <translation>The markup&apos;s role is not well formed; draw it again</translation>
    </message>
    <message>
        <source>当前没有启动响应</source>
        <translation>No response is in force</translation>
    </message>
    <message>
        <source>请写明所依据的预案</source>
        <translation>Name the plan that is put in force</translation>
    </message>
    <message>
        <source>响应等级没有变化</source>
        <translation>That response level is in force already</translation>
    </message>
    <message>
        <source>服务器处理这条指令时出错，请联系管理员</source>
        <translation>The server failed on this command; tell the administrator</translation>
    </message>
    <message>
        <source>服务器正在停止，重新连接后再做</source>
        <translation>The server is stopping; try again after reconnecting</translation>
    </message>
    <message>
        <source>队伍当前状态不能这样报</source>
        <translation>The team cannot report that from where it stands</translation>
    </message>
    <message>
        <source>预警须写明种类、等级、内容和发布单位</source>
        <translation>A warning states kind, level, text and issuer</translation>
    </message>
    <message>
        <source>预警没有等级，请选蓝、黄、橙或红</source>
        <translation>The warning has no level; choose blue, yellow, orange or red</translation>
    </message>
    <message>
        <source>相同的预警已在生效</source>
        <translation>The same warning is in force already</translation>
    </message>
    <message>
        <source>没有这条预警</source>
        <translation>No such warning is in force</translation>
    </message>
    <message>
        <source>这些告警都已确认</source>
        <translation>These alerts are all acknowledged</translation>
    </message>
    <message>
        <source>复位前请写明现场情况</source>
        <translation>Say what was found on site before the reset</translation>
    </message>
    <message>
        <source>规则的改动写法不对，请重新填写</source>
        <translation>The change of the rule cannot be read; fill it in again</translation>
    </message>
    <message>
        <source>修改规则须写明理由</source>
        <translation>Changing a rule needs a reason</translation>
    </message>
    <message>
        <source>规则已经是这样，没有变化</source>
        <translation>The rule says this already</translation>
    </message>
    <message>
        <source>这些告警本来就在用</source>
        <translation>These alarms are in service already</translation>
    </message>
    <message>
        <source>这些告警已由 {by} 停用</source>
        <translation>{by} has turned these alarms off already</translation>
    </message>
    <message>
        <source>没有这个监测点</source>
        <translation>There is no such measuring point</translation>
    </message>
    <message>
        <source>确认多条告警</source>
        <translation>Acknowledge several alerts</translation>
    </message>
    <message>
        <source>复位告警</source>
        <translation>Reset alert</translation>
    </message>
    <message>
        <source>停用告警</source>
        <translation>Take alarms out of service</translation>
    </message>
    <message>
        <source>恢复告警</source>
        <translation>Return alarms to service</translation>
    </message>
    <message>
        <source>修改规则</source>
        <translation>Change rule</translation>
    </message>
    <message>
        <source>告警只能由人复位</source>
        <translation>Only a person may reset an alert</translation>
    </message>
    <message>
        <source>{name} 已跳闸，只能由人确认合闸</source>
        <translation>{name} has tripped; only a person may say that it is on again</translation>
    </message>
    <message>
        <source>{name} 因告警断电，请先复位告警并写明现场情况</source>
        <translation>{name} was switched off because of an alert; reset the alert first and say what was found on site</translation>
    </message>
    <message>
        <source>条件消失后告警自行结束，确认即可，不用复位</source>
        <translation>The alert ends by itself once its condition is gone: acknowledge it, no reset is needed</translation>
    </message>
    <message>
        <source>告警已停用，请先恢复</source>
        <translation>The alert is out of service. Return it to service first.</translation>
    </message>
    <message>
        <source>告警已抑制：{reason}。原因过后仍在，会自动恢复</source>
        <translation>The alert is suppressed: {reason}. If it outlasts that, it comes back by itself.</translation>
    </message>
    <message>
        <source>告警：{text}</source>
        <translation>Alert: {text}</translation>
    </message>
    <message>
        <source>恢复正常</source>
        <translation>Back to normal</translation>
    </message>
    <message>
        <source>搁置：{text}</source>
        <translation>Shelved: {text}</translation>
    </message>
    <message>
        <source>抑制：{text}</source>
        <translation>Suppressed: {text}</translation>
    </message>
    <message>
        <source>解除抑制</source>
        <translation>Released</translation>
    </message>
    <message>
        <source>人工复位：{text}</source>
        <translation>Reset by hand: {text}</translation>
    </message>
    <message>
        <source>停用：{text}</source>
        <translation>Out of service: {text}</translation>
    </message>
    <message>
        <source>恢复使用</source>
        <translation>Back in service</translation>
    </message>
    <message>
        <source>无人确认，升级通知：{text}</source>
        <translation>Unacknowledged, escalated: {text}</translation>
    </message>
    <message>
        <source>通知已送达：{text}</source>
        <translation>Message delivered: {text}</translation>
    </message>
    <message>
        <source>通知未送达：{text}</source>
        <translation>Message not delivered: {text}</translation>
    </message>
    <message>
        <source>改后的规则不对：{path} {problem}。{fix}</source>
        <translation>The change makes no rule: {path}: {problem}. {fix}</translation>
    </message>
    <message>
        <source>没有规则 {rule}，请从列表里选</source>
        <translation>There is no rule {rule}; choose one from the list</translation>
    </message>
    <message>
        <source>令空开断电：{text}</source>
        <translation>Breaker ordered off: {text}</translation>
    </message>
    <message>
        <source>断电命令已送达：{text}</source>
        <translation>Order to switch off delivered: {text}</translation>
    </message>
    <message>
        <source>断电命令未送达，须派人断电：{text}</source>
        <translation>Order to switch off not delivered, send somebody: {text}</translation>
    </message>
    <message>
        <source>厘米/分</source>
        <translation>cm/min</translation>
    </message>
    <message>
        <source>毫米</source>
        <translation>mm</translation>
    </message>
    <message>
        <source>米/秒</source>
        <translation>m/s</translation>
    </message>
    <message>
        <source>秒</source>
        <translation>s</translation>
    </message>
    <message>
        <source>伏</source>
        <translation>V</translation>
    </message>
    <message>
        <source>瓦</source>
        <translation>W</translation>
    </message>
    <message>
        <source>毫安</source>
        <translation>mA</translation>
    </message>
    <message>
        <source>兆帕</source>
        <translation>MPa</translation>
    </message>
    <message>
        <source>分贝</source>
        <translation>dB</translation>
    </message>
    <message>
        <source>千克</source>
        <translation>kg</translation>
    </message>
    <message>
        <source>次/分</source>
        <translation>bpm</translation>
    </message>
    <message>
        <source>毫米汞柱</source>
        <translation>mmHg</translation>
    </message>
    <message>
        <source>人</source>
        <translation>people</translation>
    </message>
    <message>
        <source>人/分</source>
        <translation>people/min</translation>
    </message>
</context>
<context>
    <name>Grid</name>
    <message>
        <source>第 {line} 行　残差 {m}</source>
        <translation>Line {line}: residual {m}</translation>
    </message>
    <message>
        <source>三个点必然吻合；再加一个才能检验</source>
        <translation>Three points always fit; one more would check them</translation>
    </message>
    <message>
        <source>中误差 {m}</source>
        <translation>RMS error {m}</translation>
    </message>
    <message>
        <source>最多 {most} 个控制点</source>
        <translation>At most {most} control points</translation>
    </message>
    <message>
        <source>第 {line} 行应为 x, y, 经度, 纬度</source>
        <translation>Line {line} should be x, y, longitude, latitude</translation>
    </message>
    <message>
        <source>第 {line} 行的 {lon:g}, {lat:g} 不是经纬度</source>
        <translation>Line {line}: {lon:g}, {lat:g} is no longitude and latitude</translation>
    </message>
    <message>
        <source>已有 {n} 个控制点，至少 3 个</source>
        <translation>{n} control points so far; at least 3 are needed</translation>
    </message>
    <message>
        <source>有坐标不是数值</source>
        <translation>A coordinate is not a number</translation>
    </message>
    <message>
        <source>控制点在一条直线上或重合，请选分散的点</source>
        <translation>The control points lie on one line or on each other; choose them apart</translation>
    </message>
    <message>
        <source>{m:.2f} 米</source>
        <translation>{m:.2f} m</translation>
    </message>
</context>
<context>
    <name>CrsForms</name>
    <message>
        <source>按 EPSG 代码选择坐标系</source>
        <translation>Coordinate system by EPSG code</translation>
    </message>
    <message>
        <source>例如 4528 是国家2000三度带 40 带，2437 是北京54 120°。</source>
        <translation>For example, 4528 is CGCS2000 3-degree zone 40, 2437 is Beijing 1954 120°E.</translation>
    </message>
    <message>
        <source>使用</source>
        <translation>Use</translation>
    </message>
    <message>
        <source>EPSG 代码</source>
        <translation>EPSG code</translation>
    </message>
    <message>
        <source>名称</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>没有这个代码</source>
        <translation>There is no such code</translation>
    </message>
    <message>
        <source>请填写有效的 EPSG 代码。</source>
        <translation>Enter a valid EPSG code.</translation>
    </message>
    <message>
        <source>地方坐标系</source>
        <translation>Local grid</translation>
    </message>
    <message>
        <source>每行一个控制点：x, y, 经度, 纬度。至少 3 个，不在一条直线上；可从表格粘贴，经纬度也可在地图上取。</source>
        <translation>One control point a line: x, y, longitude, latitude. At least 3, not on one line; paste them from a table, or take longitude and latitude from the map.</translation>
    </message>
    <message>
        <source>在地图上取经纬度</source>
        <translation>Take from the map</translation>
    </message>
    <message>
        <source>控制点</source>
        <translation>Control points</translation>
    </message>
    <message>
        <source>拟合</source>
        <translation>Fit</translation>
    </message>
</context>
<context>
    <name>MapProblems</name>
    <message>
        <source>{name}：{problem}；{fix}</source>
        <translation>{name}: {problem}; {fix}</translation>
    </message>
    <message>
        <source>无法打开（{why}）</source>
        <translation>it cannot be opened ({why})</translation>
    </message>
    <message>
        <source>读取失败（{why}）</source>
        <translation>reading failed ({why})</translation>
    </message>
    <message>
        <source>文件已损坏或不完整</source>
        <translation>it is damaged or cut off</translation>
    </message>
    <message>
        <source>GeoJSON 有 {size:,} 字节，太大</source>
        <translation>it is {size:,} bytes of GeoJSON, too much to hold</translation>
    </message>
    <message>
        <source>不是可显示的 GeoJSON</source>
        <translation>it is no GeoJSON that can be shown</translation>
    </message>
    <message>
        <source>表 {table} 缺少 {columns}</source>
        <translation>the table {table} lacks {columns}</translation>
    </message>
    <message>
        <source>瓦片格式为“{form}”</source>
        <translation>its tiles are “{form}”</translation>
    </message>
    <message>
        <source>瓦片不是二进制数据</source>
        <translation>its tiles are not binary data</translation>
    </message>
    <message>
        <source>注明 {said}，实为 {held}</source>
        <translation>it says {said} and holds {held}</translation>
    </message>
    <message>
        <source>zoom_level 不是数值</source>
        <translation>zoom_level is not a number</translation>
    </message>
    <message>
        <source>注明的级别 {low}–{high} 不可能</source>
        <translation>it claims the zooms {low} to {high}</translation>
    </message>
    <message>
        <source>瓦片缓存无法打开（{why}）</source>
        <translation>the tile cache cannot be opened ({why})</translation>
    </message>
    <message>
        <source>是 ZIP 压缩包</source>
        <translation>it is a ZIP archive</translation>
    </message>
    <message>
        <source>是 gzip 压缩文件</source>
        <translation>it is gzip-compressed</translation>
    </message>
    <message>
        <source>是 7z 压缩包</source>
        <translation>it is a 7z archive</translation>
    </message>
    <message>
        <source>是 GeoTIFF</source>
        <translation>it is a GeoTIFF</translation>
    </message>
    <message>
        <source>是 Shapefile</source>
        <translation>it is a Shapefile</translation>
    </message>
    <message>
        <source>是 GeoPackage</source>
        <translation>it is a GeoPackage</translation>
    </message>
    <message>
        <source>是 PDF</source>
        <translation>it is a PDF</translation>
    </message>
    <message>
        <source>是 {held}，不是 {kind}</source>
        <translation>it is {held}, not {kind}</translation>
    </message>
    <message>
        <source>文件是空的</source>
        <translation>it is empty</translation>
    </message>
    <message>
        <source>是单张图片</source>
        <translation>it is a single picture</translation>
    </message>
    <message>
        <source>是网页或出错信息</source>
        <translation>it is a web page or an error message</translation>
    </message>
    <message>
        <source>不是已知的地图格式</source>
        <translation>it is no map this program knows</translation>
    </message>
    <message>
        <source>不是 SQLite 数据库</source>
        <translation>it is not an SQLite database</translation>
    </message>
    <message>
        <source>“{title}”已在本机，不需要离线区域</source>
        <translation>{title} is on this machine already; it needs no offline area</translation>
    </message>
    <message>
        <source>“{title}”不能存为离线区域</source>
        <translation>{title} cannot be kept as an area</translation>
    </message>
    <message>
        <source>“{title}”需要服务商的密钥，请填写“{token}”</source>
        <translation>{title} needs a token of its provider; enter it under “{token}”</translation>
    </message>
    <message>
        <source>无法新建（{why}）</source>
        <translation>it cannot be made ({why})</translation>
    </message>
    <message>
        <source>整理失败（{why}）</source>
        <translation>compacting failed ({why})</translation>
    </message>
    <message>
        <source>写入失败（{why}）</source>
        <translation>writing failed ({why})</translation>
    </message>
    <message>
        <source>区域不能换底图，请新建</source>
        <translation>an area keeps its base map; make a new one</translation>
    </message>
    <message>
        <source>正在使用（{why}）</source>
        <translation>it is still in use ({why})</translation>
    </message>
    <message>
        <source>不是本程序的离线区域</source>
        <translation>it is no offline area of this program</translation>
    </message>
    <message>
        <source>这张底图只有 {low}–{high} 级</source>
        <translation>this base map has only the zooms {low} to {high}</translation>
    </message>
    <message>
        <source>范围要有 3 到 {most:,} 个顶点，现有 {n:,} 个</source>
        <translation>an area has 3 to {most:,} corners, not {n:,}</translation>
    </message>
    <message>
        <source>有顶点不在地球上，请重画</source>
        <translation>a corner is not on the Earth; draw it again</translation>
    </message>
    <message>
        <source>级别 {low}–{high} 不在 0–{most} 内</source>
        <translation>the zooms {low} to {high} are no range within 0 to {most}</translation>
    </message>
    <message>
        <source>这张底图的条款不许批量下载，请换一张</source>
        <translation>the terms of this base map forbid fetching it in bulk; choose another one</translation>
    </message>
    <message>
        <source>共 {n:,} 块，超过 {most:,} 块，请缩小范围或降低级别</source>
        <translation>{n:,} tiles, more than {most:,}; draw a smaller area or choose a lower zoom</translation>
    </message>
    <message>
        <source>范围对 {z} 级太大，请缩小或降低级别</source>
        <translation>the area is too large for zoom {z}; draw a smaller one or choose a lower zoom</translation>
    </message>
    <message>
        <source>区域的范围读不出来</source>
        <translation>the plan of the area cannot be read</translation>
    </message>
    <message>
        <source>请检查文件是否存在、可读</source>
        <translation>check that the file is there and may be read</translation>
    </message>
    <message>
        <source>请重新获取文件</source>
        <translation>get the file again</translation>
    </message>
    <message>
        <source>请重试</source>
        <translation>try again</translation>
    </message>
    <message>
        <source>请用“导入数据”</source>
        <translation>import it as features instead</translation>
    </message>
    <message>
        <source>请解压后打开里面的文件</source>
        <translation>unpack it and open what is inside</translation>
    </message>
    <message>
        <source>请用 gdal_translate -of MBTILES 转换</source>
        <translation>turn it into MBTiles with gdal_translate -of MBTILES</translation>
    </message>
    <message>
        <source>请打开生成它的地图</source>
        <translation>open the map it was made from</translation>
    </message>
    <message>
        <source>请在目录中写 kind = "{kind}"</source>
        <translation>write kind = "{kind}" in the catalogue</translation>
    </message>
    <message>
        <source>请用 tippecanoe 转成 PMTiles</source>
        <translation>turn it into PMTiles with tippecanoe</translation>
    </message>
    <message>
        <source>请重新导出为 GeoJSON</source>
        <translation>export it again as GeoJSON</translation>
    </message>
    <message>
        <source>请选择瓦片文件</source>
        <translation>choose a file of map tiles</translation>
    </message>
    <message>
        <source>请重新下载</source>
        <translation>download the map again</translation>
    </message>
    <message>
        <source>请选择 PMTiles、MBTiles 或 GeoJSON</source>
        <translation>choose PMTiles, MBTiles or GeoJSON</translation>
    </message>
    <message>
        <source>请选择 .mbtiles 文件，或重新获取</source>
        <translation>choose an .mbtiles file, or get it again</translation>
    </message>
    <message>
        <source>请选择 MBTiles，其他数据库不是地图</source>
        <translation>choose an MBTiles file; another database is not a map</translation>
    </message>
    <message>
        <source>请把瓦片转成 png、jpg、webp 或 pbf</source>
        <translation>convert the tiles to png, jpg, webp or pbf</translation>
    </message>
    <message>
        <source>请把 metadata 的 format 改为 {held}</source>
        <translation>set `format` in its table metadata to {held}</translation>
    </message>
    <message>
        <source>请更正 metadata 的 minzoom 和 maxzoom</source>
        <translation>correct minzoom and maxzoom in its table metadata</translation>
    </message>
    <message>
        <source>请检查磁盘空间和文件夹权限</source>
        <translation>check that the disk has room and the folder can be written</translation>
    </message>
    <message>
        <source>请关闭正在显示它的地图后重试</source>
        <translation>close the maps that show it and try again</translation>
    </message>
    <message>
        <source>请删除这个区域后重建</source>
        <translation>delete the area and make it again</translation>
    </message>
    <message>
        <source>范围“{text}”不在地球上</source>
        <translation>its bounds “{text}” are not on the Earth</translation>
    </message>
    <message>
        <source>请在 metadata 中写西,南,东,北的度数</source>
        <translation>write west,south,east,north in degrees in its table metadata</translation>
    </message>
</context>
<context>
    <name>Backtest</name>
    <message>
        <source>{n} 天</source>
        <translation>{n} d</translation>
    </message>
    <message>
        <source>{start} 至 {end}，{streams} 个测点，{readings} 条读数</source>
        <translation>{start} to {end}, {streams} streams, {readings} readings</translation>
    </message>
    <message>
        <source>{time}　现行 {now}，改后 {then}</source>
        <translation>{time}  now {now}, changed {then}</translation>
    </message>
    <message>
        <source>丢失</source>
        <translation>Lost</translation>
    </message>
    <message>
        <source>丢失 {n} 条红色告警</source>
        <translation>Loses {n} red alarms</translation>
    </message>
    <message>
        <source>之后又改过，结果不是现在这些值的。</source>
        <translation>Changed since: these results are not of the present values. </translation>
    </message>
    <message>
        <source>先改正有错的字段</source>
        <translation>Mend the marked fields first</translation>
    </message>
    <message>
        <source>先选一条规则</source>
        <translation>Choose a rule first</translation>
    </message>
    <message>
        <source>全部测点每 10 分钟的告警数：灰柱为现行，蓝线为改后</source>
        <translation>Alarms of all streams per 10 minutes: bars as now, blue line as changed</translation>
    </message>
    <message>
        <source>其中红色 {n}</source>
        <translation>{n} red</translation>
    </message>
    <message>
        <source>取消</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>各测点的告警变化</source>
        <translation>What changes, stream by stream</translation>
    </message>
    <message>
        <source>告警</source>
        <translation>Alarms</translation>
    </message>
    <message>
        <source>回测</source>
        <translation>Back-test</translation>
    </message>
    <message>
        <source>回测已取消</source>
        <translation>The back-test was cancelled</translation>
    </message>
    <message>
        <source>回测没有做成：{why}</source>
        <translation>The back-test failed: {why}</translation>
    </message>
    <message>
        <source>回测要在服务器上做，现在没有连接</source>
        <translation>The server does the back-test, and there is no connection now</translation>
    </message>
    <message>
        <source>平均时差</source>
        <translation>Mean shift</translation>
    </message>
    <message>
        <source>推迟</source>
        <translation>Later</translation>
    </message>
    <message>
        <source>提前</source>
        <translation>Earlier</translation>
    </message>
    <message>
        <source>提前 / 推迟</source>
        <translation>Earlier / later</translation>
    </message>
    <message>
        <source>提前或推迟的告警平均差多少</source>
        <translation>How far alarms that come at another time are shifted, on average</translation>
    </message>
    <message>
        <source>改 {at}</source>
        <translation>new {at}</translation>
    </message>
    <message>
        <source>改后</source>
        <translation>Changed</translation>
    </message>
    <message>
        <source>改后报得更早</source>
        <translation>Would come earlier</translation>
    </message>
    <message>
        <source>改后报得更晚</source>
        <translation>Would come later</translation>
    </message>
    <message>
        <source>改后的告警数</source>
        <translation>Alarms with the change</translation>
    </message>
    <message>
        <source>新增</source>
        <translation>Gained</translation>
    </message>
    <message>
        <source>最高等级</source>
        <translation>Worst level</translation>
    </message>
    <message>
        <source>服务器中断了回测</source>
        <translation>the server broke it off</translation>
    </message>
    <message>
        <source>正在用过去的读数重算…</source>
        <translation>Going over past readings…</translation>
    </message>
    <message>
        <source>每 10 分钟最多</source>
        <translation>Most per 10 min</translation>
    </message>
    <message>
        <source>泛滥时段</source>
        <translation>Floods</translation>
    </message>
    <message>
        <source>现行</source>
        <translation>Now</translation>
    </message>
    <message>
        <source>现行不报、改后会报</source>
        <translation>Silent now, would alarm</translation>
    </message>
    <message>
        <source>现行会报、改后不报</source>
        <translation>Alarms now, would be silent</translation>
    </message>
    <message>
        <source>现行规则的告警数</source>
        <translation>Alarms as the rule is</translation>
    </message>
    <message>
        <source>用过去的读数比较现行规则和改后的规则</source>
        <translation>Compares the rule as it is with the change, over past readings</translation>
    </message>
    <message>
        <source>测点</source>
        <translation>Stream</translation>
    </message>
    <message>
        <source>运行</source>
        <translation>Run</translation>
    </message>
    <message>
        <source>运行回测后显示</source>
        <translation>Shown after a back-test</translation>
    </message>
    <message>
        <source>运行回测后，这里逐个测点列出告警的变化</source>
        <translation>After a back-test, what changes is listed here stream by stream</translation>
    </message>
    <message>
        <source>这段时间里前后都没有告警</source>
        <translation>No alarms in this time, as it is or as changed</translation>
    </message>
    <message>
        <source>选中一个测点，看它的曲线和前后两种告警</source>
        <translation>Choose a stream to see its curve and its alarms both ways</translation>
    </message>
    <message>
        <source>不报</source>
        <translation>none</translation>
    </message>
    <message>
        <source>服务器正在做另一个回测，请稍后再试</source>
        <translation>the server is at another back-test; try again later</translation>
    </message>
    <message>
        <source>连不上服务器</source>
        <translation>the server cannot be reached</translation>
    </message>
    <message>
        <source>登录已失效，请重新登录</source>
        <translation>signed out; sign in again</translation>
    </message>
    <message>
        <source>正在取曲线…</source>
        <translation>Fetching the curve…</translation>
    </message>
</context>
<context>
    <name>RuleChanges</name>
    <message>
        <source>{name} {was} → {now}</source>
        <translation>{name} {was} → {now}</translation>
    </message>
    <message>
        <source>{name} 设为 {now}</source>
        <translation>{name} set to {now}</translation>
    </message>
    <message>
        <source>何人</source>
        <translation>Who</translation>
    </message>
    <message>
        <source>去掉 {name}</source>
        <translation>{name} removed</translation>
    </message>
    <message>
        <source>恢复为场景包的规定</source>
        <translation>As the pack says again</translation>
    </message>
    <message>
        <source>改了什么</source>
        <translation>What changed</translation>
    </message>
    <message>
        <source>改动记录：{rule}</source>
        <translation>Changes: {rule}</translation>
    </message>
    <message>
        <source>时间</source>
        <translation>When</translation>
    </message>
    <message>
        <source>理由</source>
        <translation>Why</translation>
    </message>
    <message>
        <source>这条规则没有改动过</source>
        <translation>This rule was never changed</translation>
    </message>
</context>
<context>
    <name>RuleDialog</name>
    <message>
        <source>{rule} 恢复为场景包的规定</source>
        <translation>{rule}: as the pack says again</translation>
    </message>
    <message>
        <source>例如：现场核对后，原阈值夜间误报太多</source>
        <translation>For example: checked on site, too many false alarms at night</translation>
    </message>
    <message>
        <source>保存并生效</source>
        <translation>Save and apply</translation>
    </message>
    <message>
        <source>保存规则</source>
        <translation>Save rule</translation>
    </message>
    <message>
        <source>另有 {n} 处</source>
        <translation>{n} more</translation>
    </message>
    <message>
        <source>收回</source>
        <translation>Take back</translation>
    </message>
    <message>
        <source>收回改动</source>
        <translation>Take the change back</translation>
    </message>
    <message>
        <source>改动</source>
        <translation>Changes</translation>
    </message>
    <message>
        <source>放弃改动并关闭</source>
        <translation>Drop changes and close</translation>
    </message>
    <message>
        <source>有 {n} 条规则改了还没有保存，关闭后改动就没有了。</source>
        <translation>{n} rules have changes that are not saved. Closing drops them.</translation>
    </message>
    <message>
        <source>理由</source>
        <translation>Reason</translation>
    </message>
    <message>
        <source>请写明理由，改动记录里会留下。</source>
        <translation>Say why; it is kept with the change.</translation>
    </message>
    <message>
        <source>还没有保存</source>
        <translation>Not saved</translation>
    </message>
</context>
<context>
    <name>RuleWords</name>
    <message>
        <source>{unit}/分</source>
        <translation>{unit}/min</translation>
    </message>
    <message>
        <source>一段时间内的累计量</source>
        <translation>What adds up within a time</translation>
    </message>
    <message>
        <source>一段时间内达到起算值的次数</source>
        <translation>How often the counted value is reached within a time</translation>
    </message>
    <message>
        <source>与哪些告警并成一组显示</source>
        <translation>Which alarms it is grouped with</translation>
    </message>
    <message>
        <source>两侧</source>
        <translation>Either side</translation>
    </message>
    <message>
        <source>两条读数相隔更久，中间不累计</source>
        <translation>Nothing is added between readings further apart</translation>
    </message>
    <message>
        <source>个</source>
        <translation>streams</translation>
    </message>
    <message>
        <source>低于</source>
        <translation>Below</translation>
    </message>
    <message>
        <source>倍离散度</source>
        <translation>spreads</translation>
    </message>
    <message>
        <source>偏离基线</source>
        <translation>Off baseline</translation>
    </message>
    <message>
        <source>停在这些值上不算卡值，多个值用逗号分开</source>
        <translation>Values that may stand still, with commas between</translation>
    </message>
    <message>
        <source>先后不超过</source>
        <translation>Within</translation>
    </message>
    <message>
        <source>卡值</source>
        <translation>Stuck</translation>
    </message>
    <message>
        <source>变化率</source>
        <translation>Rate of change</translation>
    </message>
    <message>
        <source>只在包内这些日历的时段报警，不填为全天</source>
        <translation>Only during these calendars of the pack; none for all day</translation>
    </message>
    <message>
        <source>只看属性符合的测点，在场景包里改</source>
        <translation>Only streams whose attributes fit; changed in the pack</translation>
    </message>
    <message>
        <source>可以不变的值</source>
        <translation>Resting values</translation>
    </message>
    <message>
        <source>同一地点</source>
        <translation>Same place</translation>
    </message>
    <message>
        <source>同一地点有多少条所列规则差不多同时成立</source>
        <translation>How many of the named rules hold at one place at about the same time</translation>
    </message>
    <message>
        <source>同一场景包</source>
        <translation>Same pack</translation>
    </message>
    <message>
        <source>同一居村</source>
        <translation>Same neighbourhood</translation>
    </message>
    <message>
        <source>同一规则</source>
        <translation>Same rule</translation>
    </message>
    <message>
        <source>告警标题。{name} 是测点，{value:.0f} 是读数，{unit} 是单位</source>
        <translation>Title of the alarm. {name} is the stream, {value:.0f} the reading, {unit} the unit</translation>
    </message>
    <message>
        <source>哪一侧</source>
        <translation>Side</translation>
    </message>
    <message>
        <source>回差</source>
        <translation>Deadband</translation>
    </message>
    <message>
        <source>多久没有出现达到起算值的读数</source>
        <translation>How long since a reading reached the counted value</translation>
    </message>
    <message>
        <source>多久没有可用的读数</source>
        <translation>How long without a usable reading</translation>
    </message>
    <message>
        <source>多近的测点算邻点</source>
        <translation>How near a stream is a neighbour</translation>
    </message>
    <message>
        <source>天</source>
        <translation>d</translation>
    </message>
    <message>
        <source>失联</source>
        <translation>Silent</translation>
    </message>
    <message>
        <source>学习天数</source>
        <translation>Days learned from</translation>
    </message>
    <message>
        <source>学够这么多条读数才开始判断</source>
        <translation>Nothing is said before so many readings</translation>
    </message>
    <message>
        <source>平时很平稳时，离散度至少按这个数算</source>
        <translation>The spread counts as at least this, however steady it is</translation>
    </message>
    <message>
        <source>平时的样子按最近多少天学习</source>
        <translation>What is usual is learned from the last days</translation>
    </message>
    <message>
        <source>并组方式</source>
        <translation>Grouped by</translation>
    </message>
    <message>
        <source>彼此相隔多久以内算同时</source>
        <translation>How far apart still counts as together</translation>
    </message>
    <message>
        <source>往回看多长时间</source>
        <translation>How far it looks back</translation>
    </message>
    <message>
        <source>恢复延时</source>
        <translation>Off delay</translation>
    </message>
    <message>
        <source>所列规则</source>
        <translation>Rules named</translation>
    </message>
    <message>
        <source>手动复位</source>
        <translation>Reset by hand</translation>
    </message>
    <message>
        <source>方向</source>
        <translation>Direction</translation>
    </message>
    <message>
        <source>最小离散度</source>
        <translation>Least spread</translation>
    </message>
    <message>
        <source>最少读数</source>
        <translation>Least readings</translation>
    </message>
    <message>
        <source>最长间断</source>
        <translation>Longest gap</translation>
    </message>
    <message>
        <source>本包内的规则名，用逗号分开</source>
        <translation>Names of rules of this pack, with commas between</translation>
    </message>
    <message>
        <source>条</source>
        <translation>rules</translation>
    </message>
    <message>
        <source>案件分类</source>
        <translation>Class of case</translation>
    </message>
    <message>
        <source>次</source>
        <translation>times</translation>
    </message>
    <message>
        <source>比较读数本身</source>
        <translation>The reading itself</translation>
    </message>
    <message>
        <source>比较读数每分钟变化多少</source>
        <translation>How much the reading changes in a minute</translation>
    </message>
    <message>
        <source>毫米</source>
        <translation>mm</translation>
    </message>
    <message>
        <source>没有到这个值的读数不算</source>
        <translation>Readings short of this do not count</translation>
    </message>
    <message>
        <source>生效时段</source>
        <translation>Hours</translation>
    </message>
    <message>
        <source>测点范围</source>
        <translation>Streams</translation>
    </message>
    <message>
        <source>相距不超过</source>
        <translation>Within</translation>
    </message>
    <message>
        <source>秒</source>
        <translation>s</translation>
    </message>
    <message>
        <source>窗口</source>
        <translation>Window</translation>
    </message>
    <message>
        <source>窗口累计</source>
        <translation>Sum in window</translation>
    </message>
    <message>
        <source>窗口计数</source>
        <translation>Count in window</translation>
    </message>
    <message>
        <source>立案时的案件分类，在场景包里改</source>
        <translation>Class of a case opened from it; changed in the pack</translation>
    </message>
    <message>
        <source>米</source>
        <translation>m</translation>
    </message>
    <message>
        <source>缺失</source>
        <translation>Absence</translation>
    </message>
    <message>
        <source>要退回最低一级阈值以外这么多，才算恢复</source>
        <translation>It has to fall back past the mildest threshold by this much to be over</translation>
    </message>
    <message>
        <source>规则组合</source>
        <translation>Combination</translation>
    </message>
    <message>
        <source>触发延时</source>
        <translation>On delay</translation>
    </message>
    <message>
        <source>读数一直来，多久没有变过</source>
        <translation>How long readings came and never changed</translation>
    </message>
    <message>
        <source>读数偏离自己平时的程度</source>
        <translation>How far a reading is from what is usual for its stream</translation>
    </message>
    <message>
        <source>读数是每多少秒的量，每小时的填 3600</source>
        <translation>Seconds of the rate’s unit: 3600 for per hour</translation>
    </message>
    <message>
        <source>起算值</source>
        <translation>Counted from</translation>
    </message>
    <message>
        <source>超限</source>
        <translation>Threshold</translation>
    </message>
    <message>
        <source>超限持续这么久才报警，0 为立即</source>
        <translation>It has to last this long before it alarms; 0 for at once</translation>
    </message>
    <message>
        <source>超限过后告警不自动结束，要有人到场查看后复位</source>
        <translation>Does not end by itself: somebody looks and resets it</translation>
    </message>
    <message>
        <source>达到起算值或偏离平时，指哪一侧</source>
        <translation>On which side a reading counts</translation>
    </message>
    <message>
        <source>退回持续这么久才算恢复，0 为立即</source>
        <translation>It has to be over this long to be ended; 0 for at once</translation>
    </message>
    <message>
        <source>速率时长</source>
        <translation>Rate per</translation>
    </message>
    <message>
        <source>邻点一致</source>
        <translation>Neighbours agree</translation>
    </message>
    <message>
        <source>附近多少个测点同时达到起算值</source>
        <translation>How many streams nearby reach the counted value together</translation>
    </message>
    <message>
        <source>高于</source>
        <translation>Above</translation>
    </message>
    <message>
        <source>高于还是低于阈值时报警</source>
        <translation>Whether it alarms above or below the thresholds</translation>
    </message>
</context>
<context>
    <name>Rules</name>
    <message>
        <source>7 天 {n} 条</source>
        <translation>{n} in 7 d</translation>
    </message>
    <message>
        <source>OneMap 规则</source>
        <translation>OneMap rules</translation>
    </message>
    <message>
        <source>{kind}　{n} 个测点　{name}</source>
        <translation>{kind}  {n} streams  {name}</translation>
    </message>
    <message>
        <source>{level}时怎么办</source>
        <translation>What to do at {level}</translation>
    </message>
    <message>
        <source>{low} 以上</source>
        <translation>{low} or more</translation>
    </message>
    <message>
        <source>{low} 到 {high}</source>
        <translation>{low} to {high}</translation>
    </message>
    <message>
        <source>{n} 条</source>
        <translation>{n}</translation>
    </message>
    <message>
        <source>{n} 条规则，{changed} 条改过</source>
        <translation>{n} rules, {changed} changed</translation>
    </message>
    <message>
        <source>{what}，单位{unit}</source>
        <translation>{what}, in {unit}</translation>
    </message>
    <message>
        <source>“{text}”不是数值</source>
        <translation>“{text}” is not a number</translation>
    </message>
    <message>
        <source>不在范围内：{range}</source>
        <translation>Out of range: {range}</translation>
    </message>
    <message>
        <source>不能为空</source>
        <translation>Write something</translation>
    </message>
    <message>
        <source>不限</source>
        <translation>any</translation>
    </message>
    <message>
        <source>保存…</source>
        <translation>Save…</translation>
    </message>
    <message>
        <source>否</source>
        <translation>no</translation>
    </message>
    <message>
        <source>告警文字</source>
        <translation>Words of the alarm</translation>
    </message>
    <message>
        <source>回测期间有 {n} 条红色告警改后不再报出</source>
        <translation>{n} red alarms of the back-test would not come any more</translation>
    </message>
    <message>
        <source>场景包为 {value}</source>
        <translation>The pack says {value}</translation>
    </message>
    <message>
        <source>场景包变了，原来的改动不再适用，现按场景包执行：{why}</source>
        <translation>The pack has changed and the change no longer fits; the pack is obeyed: {why}</translation>
    </message>
    <message>
        <source>处置环</source>
        <translation>Loop</translation>
    </message>
    <message>
        <source>已改</source>
        <translation>changed</translation>
    </message>
    <message>
        <source>待生效</source>
        <translation>on its way</translation>
    </message>
    <message>
        <source>怎么办（中文）</source>
        <translation>What to do (Chinese)</translation>
    </message>
    <message>
        <source>怎么办（英文）</source>
        <translation>What to do (English)</translation>
    </message>
    <message>
        <source>您的账号只能查看规则，修改要有操作权限</source>
        <translation>This account may look at rules; changing them needs the right to operate</translation>
    </message>
    <message>
        <source>收回改动…</source>
        <translation>Take back…</translation>
    </message>
    <message>
        <source>改动已发出，等服务器确认</source>
        <translation>Sent, waiting for the server</translation>
    </message>
    <message>
        <source>改动已生效</source>
        <translation>The change is in force</translation>
    </message>
    <message>
        <source>改动未生效</source>
        <translation>not in force</translation>
    </message>
    <message>
        <source>改动记录</source>
        <translation>History</translation>
    </message>
    <message>
        <source>改动还没有保存</source>
        <translation>Not saved yet</translation>
    </message>
    <message>
        <source>改动还没有保存。现在没有连接，保存后等连上再发送</source>
        <translation>Not saved yet. There is no connection: once saved it waits until there is</translation>
    </message>
    <message>
        <source>是</source>
        <translation>yes</translation>
    </message>
    <message>
        <source>有 {n} 处要改正，改正后才能回测和保存</source>
        <translation>{n} things to mend before it can be tested or saved</translation>
    </message>
    <message>
        <source>服务器没有接受改动：{why}</source>
        <translation>The server did not take the change: {why}</translation>
    </message>
    <message>
        <source>服务器没有给出规则：{why}</source>
        <translation>The server gave no rules: {why}</translation>
    </message>
    <message>
        <source>服务器版本太旧，没有规则可取。请更新服务器</source>
        <translation>The server is too old to show its rules. Update the server</translation>
    </message>
    <message>
        <source>服务器：{said}</source>
        <translation>Server: {said}</translation>
    </message>
    <message>
        <source>未保存</source>
        <translation>not saved</translation>
    </message>
    <message>
        <source>条件</source>
        <translation>Conditions</translation>
    </message>
    <message>
        <source>查找标题、种类、测点种类</source>
        <translation>Find by title, kind or stream</translation>
    </message>
    <message>
        <source>标题（中文）</source>
        <translation>Title (Chinese)</translation>
    </message>
    <message>
        <source>标题（英文）</source>
        <translation>Title (English)</translation>
    </message>
    <message>
        <source>正在取规则…</source>
        <translation>Fetching the rules…</translation>
    </message>
    <message>
        <source>没有找到规则</source>
        <translation>No rule found</translation>
    </message>
    <message>
        <source>没有规则 {rule}，可能已从场景包去掉</source>
        <translation>There is no rule {rule}; its pack may no longer have it</translation>
    </message>
    <message>
        <source>没有连接，取不到规则。连上服务器后会自动显示</source>
        <translation>No connection, no rules. They show by themselves once the server is there</translation>
    </message>
    <message>
        <source>没有连接，这是断线前的规则</source>
        <translation>No connection: rules as they were before</translation>
    </message>
    <message>
        <source>没有连接：改动已存好，连上服务器后自动发送</source>
        <translation>No connection: the change is kept and goes out once the server is there</translation>
    </message>
    <message>
        <source>现在没有连接，改动要等连上服务器才生效</source>
        <translation>There is no connection: the change is in force only once the server has it</translation>
    </message>
    <message>
        <source>现行 {value}</source>
        <translation>now {value}</translation>
    </message>
    <message>
        <source>现行 {value}，场景包为 {pack}</source>
        <translation>now {value}, the pack says {pack}</translation>
    </message>
    <message>
        <source>登录已失效，重新登录后才能看规则</source>
        <translation>Signed out: sign in again to see the rules</translation>
    </message>
    <message>
        <source>空</source>
        <translation>nothing</translation>
    </message>
    <message>
        <source>至少要有一个等级</source>
        <translation>At least one level is needed</translation>
    </message>
    <message>
        <source>花括号里只能写 {name}、{value:.0f}、{unit}、{level}</source>
        <translation>Braces may hold only {name}, {value:.0f}, {unit}, {level}</translation>
    </message>
    <message>
        <source>要低于{level}的 {at}</source>
        <translation>Has to be below {at} of {level}</translation>
    </message>
    <message>
        <source>要高于{level}的 {at}</source>
        <translation>Has to be above {at} of {level}</translation>
    </message>
    <message>
        <source>规则</source>
        <translation>Rules</translation>
    </message>
    <message>
        <source>详细说明的链接</source>
        <translation>Link to read on</translation>
    </message>
    <message>
        <source>请写数值，多个值用逗号分开</source>
        <translation>Write numbers with commas between</translation>
    </message>
    <message>
        <source>请写整数</source>
        <translation>Write a whole number</translation>
    </message>
    <message>
        <source>请填写数值</source>
        <translation>Write a number</translation>
    </message>
    <message>
        <source>达到</source>
        <translation>Reaches</translation>
    </message>
    <message>
        <source>这个镇的场景包里没有规则</source>
        <translation>The packs of this town have no rules</translation>
    </message>
    <message>
        <source>这些改动还没有回测过</source>
        <translation>These changes were not back-tested</translation>
    </message>
    <message>
        <source>这条规则和场景包的规定不同，可以收回改动</source>
        <translation>This rule is other than its pack says; the change can be taken back</translation>
    </message>
    <message>
        <source>；读数合理范围 {low} 到 {high}</source>
        <translation>; plausible readings {low} to {high}</translation>
    </message>
    <message>
        <source>至少写两条不同的规则，每条一次</source>
        <translation>Name two rules or more, each once</translation>
    </message>
    <message>
        <source>要写不超过 {most} 的整数</source>
        <translation>Write a whole number up to {most}</translation>
    </message>
    <message>
        <source>要高于 {limit}，否则不会恢复</source>
        <translation>Has to be above {limit}, or it would never be over</translation>
    </message>
    <message>
        <source>要低于 {limit}，否则不会恢复</source>
        <translation>Has to be below {limit}, or it would never be over</translation>
    </message>
    <message>
        <source>花括号里只能写 {name}、{minutes:.0f}、{value:.0f}、{unit}、{level}</source>
        <translation>Braces may hold only {name}, {minutes:.0f}, {value:.0f}, {unit}, {level}</translation>
    </message>
    <message>
        <source>大于 0</source>
        <translation>above 0</translation>
    </message>
</context>
<context>
    <name>Alarms</name>
    <message>
        <source>并组</source>
        <translation>Grouped</translation>
    </message>
    <message>
        <source>没有未了的告警</source>
        <translation>No alert is open</translation>
    </message>
    <message>
        <source>等级</source>
        <translation>Level</translation>
    </message>
    <message>
        <source>状态</source>
        <translation>State</translation>
    </message>
    <message>
        <source>多久</source>
        <translation>Age</translation>
    </message>
    <message>
        <source>告警</source>
        <translation>Alert</translation>
    </message>
    <message>
        <source>片区</source>
        <translation>Area</translation>
    </message>
    <message>
        <source>场景包</source>
        <translation>Pack</translation>
    </message>
    <message>
        <source>读数</source>
        <translation>Reading</translation>
    </message>
    <message>
        <source>摄像机</source>
        <translation>Camera</translation>
    </message>
    <message>
        <source>案件</source>
        <translation>Case</translation>
    </message>
    <message>
        <source>确认人</source>
        <translation>By</translation>
    </message>
    <message>
        <source>筛选：标题、地点、摄像机、案件、人（/）</source>
        <translation>Filter: title, place, camera, case, person (/)</translation>
    </message>
    <message>
        <source>筛选</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>清除筛选</source>
        <translation>Clear filter</translation>
    </message>
    <message>
        <source>全部场景包</source>
        <translation>All packs</translation>
    </message>
    <message>
        <source>全部片区</source>
        <translation>All areas</translation>
    </message>
    <message>
        <source>我的</source>
        <translation>Mine</translation>
    </message>
    <message>
        <source>尚未登录：登录后才有告警</source>
        <translation>Not signed in: sign in to see alerts</translation>
    </message>
    <message>
        <source>离线，本机没有存下告警</source>
        <translation>Offline, and no alerts are kept here</translation>
    </message>
    <message>
        <source>没有符合筛选的告警；按 Shift+F 清除筛选</source>
        <translation>No alert matches the filter; Shift+F clears it</translation>
    </message>
    <message>
        <source>离线：断开前没有未了的告警，现状不明</source>
        <translation>Offline: nothing was open before, what is now is not known</translation>
    </message>
    <message>
        <source>顺序有变（U）</source>
        <translation>Order has changed (U)</translation>
    </message>
    <message>
        <source>正在读取告警……</source>
        <translation>Reading the alerts…</translation>
    </message>
    <message>
        <source>有 {n} 条新告警（U）</source>
        <translation>{n} new alerts (U)</translation>
    </message>
    <message>
        <source>已标记 {n} 行</source>
        <translation>{n} marked</translation>
    </message>
    <message>
        <source>OneMap 告警表</source>
        <translation>OneMap alarm table</translation>
    </message>
    <message>
        <source>告警表</source>
        <translation>Alarm table</translation>
    </message>
    <message>
        <source>经过</source>
        <translation>What happened</translation>
    </message>
    <message>
        <source>选一条告警，这里是它的来龙去脉</source>
        <translation>Select an alert to see all about it here</translation>
    </message>
    <message>
        <source>尚无曲线</source>
        <translation>No curve yet</translation>
    </message>
    <message>
        <source>附近没有摄像机</source>
        <translation>No camera nearby</translation>
    </message>
    <message>
        <source>{by}：{why}</source>
        <translation>{by}: {why}</translation>
    </message>
    <message>
        <source>首发</source>
        <translation>First out</translation>
    </message>
    <message>
        <source>查看全文</source>
        <translation>Read in full</translation>
    </message>
    <message>
        <source>到现场查明后人工复位，不会自己恢复</source>
        <translation>To be reset by hand after a look on site</translation>
    </message>
    <message>
        <source>地点</source>
        <translation>Place</translation>
    </message>
    <message>
        <source>规则</source>
        <translation>Rule</translation>
    </message>
    <message>
        <source>第 {n} 级，{time}：已通知 {sent} 人，未达 {failed} 人</source>
        <translation>Step {n}, {time}: {sent} told, {failed} not reached</translation>
    </message>
    <message>
        <source>升级通知</source>
        <translation>Escalation</translation>
    </message>
    <message>
        <source>理由</source>
        <translation>Reason</translation>
    </message>
    <message>
        <source>停用，{time} 起</source>
        <translation>Out of service since {time}</translation>
    </message>
    <message>
        <source>上次指令被拒</source>
        <translation>Refused</translation>
    </message>
    <message>
        <source>锁存</source>
        <translation>Latched</translation>
    </message>
    <message>
        <source>至 {time}：{why}</source>
        <translation>until {time}: {why}</translation>
    </message>
    <message>
        <source>{n} 条：{names}</source>
        <translation>{n}: {names}</translation>
    </message>
    <message>
        <source>它抑制了</source>
        <translation>Silences</translation>
    </message>
    <message>
        <source>最重</source>
        <translation>Worst</translation>
    </message>
    <message>
        <source>、</source>
        <translation>, </translation>
    </message>
    <message>
        <source>全部</source>
        <translation>all</translation>
    </message>
    <message>
        <source>本条，组内共 {n} 条</source>
        <translation>this one, of {n} in the group</translation>
    </message>
    <message>
        <source>先选一条告警</source>
        <translation>Select an alert first</translation>
    </message>
    <message>
        <source>指令待发送</source>
        <translation>command waits to be sent</translation>
    </message>
    <message>
        <source>一次只能选一条</source>
        <translation>one at a time only</translation>
    </message>
    <message>
        <source>选中的告警都不用确认</source>
        <translation>Nothing selected needs acknowledging</translation>
    </message>
    <message>
        <source>选中的告警已经立案</source>
        <translation>A case is open for it already</translation>
    </message>
    <message>
        <source>选中的告警不能搁置：已搁置、已抑制、停用或已结束</source>
        <translation>It cannot be shelved: it is held already, or over</translation>
    </message>
    <message>
        <source>选中的告警没有搁置</source>
        <translation>Nothing selected is shelved</translation>
    </message>
    <message>
        <source>只有锁存的告警才用人工复位</source>
        <translation>Only latched alerts are reset by hand</translation>
    </message>
    <message>
        <source>选中的告警已经停用或已结束</source>
        <translation>It is out of service already, or over</translation>
    </message>
    <message>
        <source>选中的告警没有停用</source>
        <translation>Nothing selected is out of service</translation>
    </message>
    <message>
        <source>已结束</source>
        <translation>over</translation>
    </message>
    <message>
        <source>已抑制 {n}（{why}）</source>
        <translation>{n} suppressed ({why})</translation>
    </message>
    <message>
        <source>未确认 {n}/{of}</source>
        <translation>unack. {n}/{of}</translation>
    </message>
    <message>
        <source>{name} 等 {n} 处</source>
        <translation>{name} ({n})</translation>
    </message>
    <message>
        <source>最重：{title}</source>
        <translation>worst: {title}</translation>
    </message>
    <message>
        <source>{n} 路摄像机已抑制：{why}</source>
        <translation>{n} cameras suppressed: {why}</translation>
    </message>
    <message>
        <source>{state}至 {time}</source>
        <translation>{state} to {time}</translation>
    </message>
    <message>
        <source>当时 {figure}</source>
        <translation>then {figure}</translation>
    </message>
    <message>
        <source>{name}：{why}</source>
        <translation>{name}: {why}</translation>
    </message>
    <message>
        <source>共 {n} 条</source>
        <translation>{n} alerts</translation>
    </message>
    <message>
        <source>已恢复未确认</source>
        <translation>returned, unack.</translation>
    </message>
    <message>
        <source>{n} 条告警并成 {lines} 行（在册 {all}）</source>
        <translation>{n} alerts in {lines} lines ({all} on record)</translation>
    </message>
    <message>
        <source>{n} 条告警，平铺（在册 {all}）</source>
        <translation>{n} alerts, ungrouped ({all} on record)</translation>
    </message>
    <message>
        <source>{what}（{title}）</source>
        <translation>{what} ({title})</translation>
    </message>
    <message>
        <source>正在启动，还没有告警的消息</source>
        <translation>Starting, no word of alerts yet</translation>
    </message>
    <message>
        <source>筛选外还有 {n} 条未了告警，最重{level}（Shift+F 清除筛选）</source>
        <translation>{n} open alerts outside the filter, the worst {level} (Shift+F shows all)</translation>
    </message>
    <message>
        <source>您的账号只能查看</source>
        <translation>This account may only look</translation>
    </message>
</context>
<context>
    <name>AlarmDesk</name>
    <message>
        <source>将一次确认 {n} 条告警，比一屏还多。</source>
        <translation>This acknowledges {n} alerts at once, more than one screen.</translation>
    </message>
    <message>
        <source>将一次确认 {n} 条告警。</source>
        <translation>This acknowledges {n} alerts at once.</translation>
    </message>
    <message>
        <source>“{what}”被拒：{why}</source>
        <translation>“{what}” was refused: {why}</translation>
    </message>
    <message>
        <source>{title} 等 {n} 条告警</source>
        <translation>{title} and others, {n} alerts</translation>
    </message>
    <message>
        <source>其中 {n} 条红色告警还没有看过：</source>
        <translation>{n} red alerts among them were not in sight yet:</translation>
    </message>
    <message>
        <source>确认 {n} 条</source>
        <translation>Acknowledge {n}</translation>
    </message>
    <message>
        <source>已完成：{what}（{n}）</source>
        <translation>Done: {what} ({n})</translation>
    </message>
</context>
<context>
    <name>AreaBoard</name>
    <message>
        <source>OneMap 片区板</source>
        <translation>OneMap area board</translation>
    </message>
    <message>
        <source>片区板</source>
        <translation>Area board</translation>
    </message>
    <message>
        <source>正在读取片区……</source>
        <translation>Reading the areas…</translation>
    </message>
    <message>
        <source>未确认</source>
        <translation>unack.</translation>
    </message>
    <message>
        <source>无测点</source>
        <translation>no sensors</translation>
    </message>
    <message>
        <source>无数据</source>
        <translation>no data</translation>
    </message>
    <message>
        <source>{age} · 失联 {n}</source>
        <translation>{age} · {n} silent</translation>
    </message>
    <message>
        <source>在报 {n}</source>
        <translation>{n} open</translation>
    </message>
</context>
<context>
    <name>ServiceDialog</name>
    <message>
        <source>这个测点的全部告警</source>
        <translation>All alerts of this stream</translation>
    </message>
    <message>
        <source>停用告警</source>
        <translation>Take alarms out of service</translation>
    </message>
    <message>
        <source>停用</source>
        <translation>Take out of service</translation>
    </message>
    <message>
        <source>例如：传感器送修，预计三天，工单号……</source>
        <translation>For example: sensor sent for repair, three days, work order …</translation>
    </message>
    <message>
        <source>范围</source>
        <translation>What</translation>
    </message>
    <message>
        <source>理由</source>
        <translation>Reason</translation>
    </message>
    <message>
        <source>只停这条规则（{rule}）</source>
        <translation>Only this rule ({rule})</translation>
    </message>
    <message>
        <source>请写明停用理由；停用的告警不会自动恢复。</source>
        <translation>Give a reason; alarms out of service do not come back by themselves.</translation>
    </message>
    <message>
        <source>只停这些告警的规则</source>
        <translation>Only the rules of these alerts</translation>
    </message>
</context>
<context>
    <name>ResetDialog</name>
    <message>
        <source>人工复位</source>
        <translation>Reset by hand</translation>
    </message>
    <message>
        <source>复位</source>
        <translation>Reset</translation>
    </message>
    <message>
        <source>现场情况：谁去看的，查到什么，是否排除……</source>
        <translation>On site: who looked, what was found, whether it is mended …</translation>
    </message>
    <message>
        <source>复位前须写明现场情况。</source>
        <translation>Say what was found on site before the reset.</translation>
    </message>
</context>
<context>
    <name>ConfirmDialog</name>
    <message>
        <source>确认多条告警</source>
        <translation>Acknowledge many alerts</translation>
    </message>
</context>
<context>
    <name>RepairDialog</name>
    <message>
        <source>开检修单</source>
        <translation>Open repair case</translation>
    </message>
    <message>
        <source>立案</source>
        <translation>Open case</translation>
    </message>
    <message>
        <source>案由</source>
        <translation>Title</translation>
    </message>
    <message>
        <source>案由不能为空。</source>
        <translation>The title cannot be empty.</translation>
    </message>
</context>
<context>
    <name>Seat</name>
    <message>
        <source>OneMap 席位负荷</source>
        <translation>OneMap seat load</translation>
    </message>
    <message>
        <source>24 小时内没有告警</source>
        <translation>No alarms in 24 hours</translation>
    </message>
    <message>
        <source>24 小时平均</source>
        <translation>Mean of 24 h</translation>
    </message>
    <message>
        <source>24 小时最多</source>
        <translation>Most in 24 h</translation>
    </message>
    <message>
        <source>久报</source>
        <translation>Stale</translation>
    </message>
    <message>
        <source>占全部告警的比例</source>
        <translation>Share of all alarms</translation>
    </message>
    <message>
        <source>占比</source>
        <translation>Share</translation>
    </message>
    <message>
        <source>反复</source>
        <translation>Repeats</translation>
    </message>
    <message>
        <source>反复抖动</source>
        <translation>Chattering</translation>
    </message>
    <message>
        <source>告警</source>
        <translation>Alarm</translation>
    </message>
    <message>
        <source>告警现在没有在报</source>
        <translation>The alarm does not stand now</translation>
    </message>
    <message>
        <source>在报</source>
        <translation>Standing</translation>
    </message>
    <message>
        <source>已发出</source>
        <translation>sent</translation>
    </message>
    <message>
        <source>已报</source>
        <translation>For</translation>
    </message>
    <message>
        <source>已有检修单 {number}</source>
        <translation>There is repair case {number}</translation>
    </message>
    <message>
        <source>平稳 ≤{n}</source>
        <translation>Steady ≤{n}</translation>
    </message>
    <message>
        <source>您的账号只能查看</source>
        <translation>This account may only look</translation>
    </message>
    <message>
        <source>报了超过 24 小时</source>
        <translation>Standing for more than 24 hours</translation>
    </message>
    <message>
        <source>搁置、抑制、停用</source>
        <translation>Shelved, suppressed, off</translation>
    </message>
    <message>
        <source>最吵的十个，最近 24 小时</source>
        <translation>The ten worst, last 24 hours</translation>
    </message>
    <message>
        <source>最近</source>
        <translation>Last</translation>
    </message>
    <message>
        <source>最高等级</source>
        <translation>Worst</translation>
    </message>
    <message>
        <source>正在取告警…</source>
        <translation>Fetching alarms…</translation>
    </message>
    <message>
        <source>尚未登录，登录后才有告警</source>
        <translation>Not signed in: alarms come after signing in</translation>
    </message>
    <message>
        <source>每 10 分钟的告警，最近 24 小时</source>
        <translation>Alarms per 10 minutes, last 24 hours</translation>
    </message>
    <message>
        <source>没有反复抖动的告警</source>
        <translation>No chattering alarms</translation>
    </message>
    <message>
        <source>没有报了超过 24 小时的告警</source>
        <translation>No alarm stands for more than 24 hours</translation>
    </message>
    <message>
        <source>没有连接，数字停在 {time}</source>
        <translation>No connection: figures are up to {time}</translation>
    </message>
    <message>
        <source>没有连接，本机也没有存下告警</source>
        <translation>No connection, and nothing kept here</translation>
    </message>
    <message>
        <source>泛滥</source>
        <translation>Floods</translation>
    </message>
    <message>
        <source>泛滥 &gt;{n}</source>
        <translation>Flood &gt;{n}</translation>
    </message>
    <message>
        <source>泛滥中</source>
        <translation>flood</translation>
    </message>
    <message>
        <source>状态</source>
        <translation>State</translation>
    </message>
    <message>
        <source>检修单</source>
        <translation>Repair</translation>
    </message>
    <message>
        <source>检修单已发出</source>
        <translation>The repair case was sent</translation>
    </message>
    <message>
        <source>检修：{name} 24 小时内反复告警 {n} 次</source>
        <translation>Repair: {name}, {n} alarms in 24 hours</translation>
    </message>
    <message>
        <source>次数</source>
        <translation>Count</translation>
    </message>
    <message>
        <source>测点</source>
        <translation>Stream</translation>
    </message>
    <message>
        <source>等级分布</source>
        <translation>Levels</translation>
    </message>
    <message>
        <source>超过平稳</source>
        <translation>Over steady</translation>
    </message>
    <message>
        <source>近 10 分钟</source>
        <translation>Last 10 min</translation>
    </message>
    <message>
        <source>先选一行</source>
        <translation>Choose a row first</translation>
    </message>
    <message>
        <source>{name}：24 小时内告警 {n} 次，占全部的 {share}</source>
        <translation>{name}: {n} alarms in 24 hours, {share} of all</translation>
    </message>
    <message>
        <source>{n} 小时</source>
        <translation>{n} h</translation>
    </message>
    <message>
        <source>{n} 条，{share}，宜为 {target}</source>
        <translation>{n}: {share}, target {target}</translation>
    </message>
    <message>
        <source>{n} 次/{minutes} 分</source>
        <translation>{n} in {minutes} min</translation>
    </message>
    <message>
        <source>{time} 起 10 分钟：{n} 条</source>
        <translation>{time} and 10 minutes: {n}</translation>
    </message>
    <message>
        <source>、</source>
        <translation>, </translation>
    </message>
</context>
</TS>

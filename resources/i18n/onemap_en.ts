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
        <source>退出</source>
        <translation>Quit</translation>
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
    <name>Map</name>
    <message>
        <source>{n} 人</source>
        <translation>{n} people</translation>
    </message>
    <message>
        <source>尚无数据</source>
        <translation>No data yet</translation>
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
        <source>没有未了的告警和案件</source>
        <translation>No open alerts or cases</translation>
    </message>
    <message>
        <source>没有需要查看的画面</source>
        <translation>No picture needs watching</translation>
    </message>
    <message>
        <source>尚无水位数据</source>
        <translation>No water levels yet</translation>
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
</context>
</TS>

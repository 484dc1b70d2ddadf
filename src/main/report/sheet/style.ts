import { inks } from './ink'

/** The sheet: black on white on every screen and on paper, 794 px wide as A4 at 96 dpi. */
export const sheetStyle = `
*{box-sizing:border-box}
html{background:${inks.paper};color-scheme:light}
body{margin:0 auto;padding:44px 60px 48px;max-width:794px;background:${inks.paper};color:${inks.text};font:400 11px/15.5px Inter,"Segoe UI",system-ui,"DejaVu Sans",sans-serif;-webkit-print-color-adjust:exact;print-color-adjust:exact}
header{display:flex;justify-content:space-between;gap:16px;font-size:10px;line-height:14px;color:${inks.muted};border-bottom:1px solid ${inks.text};padding-bottom:5px;margin-bottom:16px}
h1{font-size:20px;line-height:26px;margin:0;font-weight:640;letter-spacing:-.012em;text-wrap:balance;overflow-wrap:anywhere}
.lede{font-size:12.5px;line-height:18px;margin:8px 0 14px;max-width:640px}
h2{font-size:12px;line-height:16px;margin:18px 0 5px;font-weight:640;break-after:avoid}
h3{font-size:11px;line-height:15px;margin:12px 0 3px;font-weight:600;break-after:avoid}
p,ul{margin:0 0 6px}ul{padding-left:14px}li{margin-bottom:3px}
figure{margin:0;break-inside:avoid}figure svg{display:block;width:100%;height:auto;overflow:visible}
figcaption{font-size:10.5px;line-height:14.5px;color:${inks.second};margin-top:4px}figcaption b{font-weight:640;color:${inks.text}}
.halo{paint-order:stroke;stroke:${inks.paper};stroke-width:4px;stroke-linejoin:round}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
th{font-weight:560;text-align:left;vertical-align:bottom;color:${inks.muted};font-size:10px;border-bottom:1px solid ${inks.text};padding:2px 8px 3px 0}
td{border-bottom:1px solid ${inks.line};padding:3px 8px 3px 0;vertical-align:top;overflow-wrap:break-word}
th:last-child,td:last-child{padding-right:0}.points th,.points td{padding-right:7px}
.by{min-width:86px}.name{min-width:118px}tr{break-inside:avoid}thead{display:table-header-group}
.num{text-align:right;white-space:nowrap}th.num{white-space:normal}.id{white-space:nowrap}.strong{font-weight:640}.muted{color:${inks.muted}}.small{font-size:10px}
.mono{font-family:"IBM Plex Mono","Cascadia Mono","DejaVu Sans Mono",monospace;font-size:10px}
.pair{display:grid;grid-template-columns:1.25fr 1fr;column-gap:28px;align-items:start}
.facts{display:grid;grid-template-columns:1fr 1fr;column-gap:28px;font-size:10px;line-height:15px}
.facts div{display:flex;justify-content:space-between;gap:10px;border-bottom:1px solid ${inks.grid};break-inside:avoid}
.facts .wide{grid-column:1/-1}.facts dt{color:${inks.muted};white-space:nowrap}.facts dd{margin:0;text-align:right;overflow-wrap:anywhere}dl{margin:0}
.v{display:inline-flex;align-items:center;gap:5px;white-space:nowrap;font-weight:560}
.pass{color:${inks.pass}}.near{color:${inks.near}}.fail{color:${inks.fail}}
.swatch{display:inline-block;vertical-align:-1px;margin-right:5px}
pre{margin:4px 0 0;padding:8px 10px;border:1px solid ${inks.line};white-space:pre-wrap;overflow-wrap:anywhere;font:400 9.5px/13px "IBM Plex Mono","Cascadia Mono","DejaVu Sans Mono",monospace}
footer{margin-top:22px;padding-top:5px;border-top:1px solid ${inks.line};display:flex;justify-content:space-between;gap:16px;font-size:10px;color:${inks.muted}}
@page{size:A4;margin:14mm 15mm 16mm}
@media print{body{padding:0;max-width:none}.page{break-before:page}}
`

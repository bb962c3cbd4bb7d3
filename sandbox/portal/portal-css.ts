/** Style sheet of the portal's pages. */
export const portalCss = `
:root { font: 14px/1.45 system-ui, sans-serif; color: #1a1f2b; background: #f2f4f8 }
body { margin: 0 }
header { display: flex; gap: 32px; align-items: center; padding: 14px 32px; background: #fff; border-bottom: 1px solid #e3e7ef }
header strong { color: #005bff; font-size: 20px }
header nav { display: flex; gap: 20px; flex: 1 }
header nav a { color: #5c6577 }
main { max-width: 1180px; margin: 24px auto; padding: 0 24px }
h1 { font-size: 26px; margin: 0 0 12px }
h2 { font-size: 18px; margin: 20px 0 0 }
button { border: 0; border-radius: 8px; padding: 8px 14px; background: #005bff; color: #fff; font: inherit; cursor: pointer }
.bar { display: flex; gap: 12px; align-items: center; margin: 0 0 12px }
.bar form { flex: 1 }
.bar output { color: #5c6577 }
button[name=refresh] { background: #e3ecff; color: #005bff }
input { font: inherit; padding: 8px 12px; border: 1px solid #d5dbe6; border-radius: 8px; background: #fff; box-sizing: border-box }
input[type=search] { width: 100% }
input[type=checkbox] { padding: 0 }
.rows { position: relative }
table { width: 100%; border-collapse: collapse; background: #fff; border-radius: 12px; overflow: hidden }
th, td { text-align: left; padding: 10px 14px; border-bottom: 1px solid #eef1f6; vertical-align: middle }
th { color: #5c6577; font-weight: 500 }
.fixed { will-change: transform }
.fixed tbody tr { height: 96px }
.fixed td { box-sizing: border-box; height: 96px; padding-block: 4px; max-width: 280px; overflow: hidden; white-space: nowrap; text-overflow: ellipsis }
td img { display: block; border-radius: 6px; background: #e8ecf3; object-fit: cover }
td small { display: block; color: #7a8394 }
td b { font-weight: 500; border-radius: 6px; padding: 2px 8px; background: #eceff4; color: #5c6577; white-space: nowrap }
td b[data-on=true] { background: #e2f6e9; color: #14763a }
td button { padding: 4px 10px; background: #e3ecff; color: #005bff }
a { color: #005bff; text-decoration: none }
.pager { display: flex; gap: 8px; padding: 16px 0 }
.steps { display: flex; gap: 20px; margin: 0 0 16px; border-bottom: 1px solid #dde3ee }
.steps a { padding: 8px 0; color: #5c6577 }
.steps a[aria-current=true] { color: #005bff; box-shadow: inset 0 -2px #005bff }
main > form { display: grid; gap: 14px; padding: 24px; background: #fff; border-radius: 12px; max-width: 720px }
main > form label { display: grid; gap: 4px; color: #5c6577 }
.photos { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 10px }
.photos img { border-radius: 8px; background: #e8ecf3; object-fit: cover }
.photos img:first-child { outline: 2px solid #005bff }
.tiles { display: grid; grid-template-columns: repeat(auto-fill, minmax(160px, 1fr)); gap: 16px }
.tiles figure { margin: 0; padding: 10px; background: #fff; border-radius: 12px }
.tiles img { width: 100%; aspect-ratio: 3 / 4; border-radius: 8px; object-fit: cover; background: #e8ecf3 }
`;

/** Style sheet of the portal's pages. */
export const portalCss = `
:root { font: 14px/1.45 system-ui, sans-serif; color: #1a1f2b; background: #f2f4f8 }
body { margin: 0 }
header { display: flex; gap: 32px; align-items: center; padding: 14px 32px; background: #fff; border-bottom: 1px solid #e3e7ef }
header strong { color: #005bff; font-size: 20px }
header nav { display: flex; gap: 20px; flex: 1; color: #5c6577 }
main { max-width: 1180px; margin: 24px auto; padding: 0 24px }
h1 { font-size: 26px; margin: 0 0 12px }
.tabs button { border: 0; border-radius: 8px; padding: 8px 14px; background: #005bff; color: #fff; font: inherit }
table { width: 100%; border-collapse: collapse; background: #fff; border-radius: 12px; overflow: hidden }
th, td { text-align: left; padding: 10px 14px; border-bottom: 1px solid #eef1f6; vertical-align: middle }
th { color: #5c6577; font-weight: 500 }
td img, td i { display: block; width: 48px; height: 64px; border-radius: 6px; background: #e8ecf3; object-fit: cover }
td small { display: block; color: #7a8394 }
td b { font-weight: 500; border-radius: 6px; padding: 2px 8px }
b.on { background: #e2f6e9; color: #14763a }
b.off { background: #eceff4; color: #5c6577 }
a { color: #005bff; text-decoration: none }
`;

/** What a report says of itself where it is read without its server. */
export interface PageFacts {
  title: string;
  /** Where it comes from: the server, the report, and its revision. */
  origin: string;
  /** When its charts and tables were asked for, for reading and for machines. */
  made: string;
  madeIso: string;
}

/** Nothing runs and nothing is fetched, whatever a reader's browser would allow. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

const STYLE = `
body{font:14px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;color:#1c2122;background:#fff;margin:0}
main{max-width:900px;margin:0 auto;padding:28px 20px 60px;overflow-wrap:anywhere}
h1,h2,h3{line-height:1.25;margin:1.4em 0 .4em}
h1{font-size:22px}h2{font-size:18px}h3{font-size:15px}
header h1{font-size:26px;margin:0 0 4px}
header p,.dim,summary{color:#626a6c}
header{border-bottom:1px solid #dcdfdf;margin-bottom:20px}
a{color:#0f6b7a}
figure{margin:22px 0}
figcaption{font-weight:600;margin-bottom:6px}
table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:13px}
th,td{border-bottom:1px solid #ebeded;padding:4px 14px 4px 0;text-align:left;vertical-align:top}
th{font-weight:500;color:#626a6c}
.number{text-align:right}
pre{background:#f6f7f7;padding:8px 12px;overflow-x:auto}
code,pre{font-family:ui-monospace,"SFMono-Regular",Menlo,Consolas,monospace;font-size:12px}
summary{font-size:12px;cursor:pointer;margin-top:6px}
svg{max-width:100%;height:auto}
.bars{width:100%}.bars caption{text-align:left;font-weight:600}
.bars th{width:220px}.bars td:nth-child(2){width:60%}
.bars i{display:block;height:12px;border-radius:2px}
@media print{details{display:none}}
`;

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

/** A page of its own around a report's HTML. */
export function staticPage(html: string, { title, origin, made, madeIso }: PageFacts): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<header>
<h1>${escaped(title)}</h1>
<p>Charts and tables as of <time datetime="${escaped(madeIso)}">${escaped(made)}</time>, from ${escaped(origin)}.</p>
</header>
${html}
</main>
</body>
</html>
`;
}

/** Black on white, in millimetres and points: what the screen shows is what the printer prints. */
export const formStyle = `@page { size: A4; margin: 18mm 16mm 16mm 20mm }
:root { color-scheme: light; background: #d8dde2 }
body { margin: 0; color: #000; font: 11pt/1.35 "Noto Serif", "Liberation Serif", "Times New Roman", serif }
main { box-sizing: border-box; width: 210mm; min-height: 297mm; margin: 0 auto; padding: 18mm 16mm 16mm 20mm; background: #fff }
h1 { margin: 0; font-size: 16pt; text-align: center }
h2 { margin: 7mm 0 2mm; font-size: 12pt }
.ground { margin: 1mm 0 7mm; text-align: center }
table { width: 100%; border-collapse: collapse }
th, td { padding: 1.4mm 2mm; border: 0.3mm solid #555; text-align: left; vertical-align: top; overflow-wrap: anywhere; white-space: pre-line }
th { font-weight: normal; background: #f1f1f1 }
.facts th { width: 38% }
.facts td { font-weight: bold }
i { font-weight: normal; color: #555 }
.signatures { margin-top: 12mm; break-inside: avoid }
.signatures p { display: grid; grid-template-columns: 1fr 80mm; gap: 0 5mm; margin: 0 0 7mm }
.signatures .line { border-bottom: 0.3mm solid #000 }
.signatures small { grid-column: 2; font-size: 8pt; text-align: center }
footer { margin-top: 6mm; font-size: 9pt; color: #444 }
tr { break-inside: avoid }
@media print { :root { background: none } main { width: auto; min-height: 0; padding: 0 } th { print-color-adjust: exact } }
`

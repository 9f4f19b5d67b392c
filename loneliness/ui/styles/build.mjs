// Writes the vendored stylesheet and script; run by `npm run build`.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../../..");
const vendor = join(here, "../static/ui/vendor");
const withoutMap = (text) => text.replace(/\n?(\/\/|\/\*)# sourceMappingURL=.*/g, "");

const { css } = sass.compile(join(here, "app.scss"), {
  style: "compressed",
  loadPaths: [root, join(root, "node_modules")],
  quietDeps: true,
  charset: false,
});
// Rules that fetch pictures belong to parts the pages do not use.
const local = css.replace(/[^{}]*\{[^{}]*url\([^{}]*\}/g, "");
writeFileSync(join(vendor, "app.css"), withoutMap(local) + "\n");

const script = join(root, "node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.js");
writeFileSync(join(vendor, "govuk-frontend.min.js"), withoutMap(readFileSync(script, "utf8")));

// Prints the script weight of a production build and fails when the budget is broken.
import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const budget = 300 * 1024;
const folder = new URL("../dist/assets/", import.meta.url);
let total = 0;
for (const name of readdirSync(folder).filter((file) => file.endsWith(".js"))) {
  const size = gzipSync(readFileSync(new URL(name, folder))).length;
  total += size;
  console.log(`${(size / 1024).toFixed(1).padStart(7)} KB gzip  ${name}`);
}
console.log(`${(total / 1024).toFixed(1).padStart(7)} KB gzip  all script, of ${budget / 1024} KB`);
if (total > budget) process.exit(1);

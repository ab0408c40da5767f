// Unpacks the images that a page loads, and prints what they are, as bytes in base64.
import { readFileSync } from "node:fs";
import { unpack } from "../../cnncourse/explorers/page/training/images.js";

const text = (bytes) => Buffer.from(bytes).toString("base64");
const data = await unpack(JSON.parse(readFileSync(process.argv[2], "utf8")));
const parts = ["training", "validation"].map((name) => [
  name,
  { images: text(data[name].images), labels: text(data[name].labels) },
]);
process.stdout.write(JSON.stringify(Object.fromEntries(parts)));

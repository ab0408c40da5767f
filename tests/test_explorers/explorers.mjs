// Every explorer's view and description by its name, read from the sources.
import { existsSync, readdirSync, readFileSync } from "node:fs";

const page = new URL("../../cnncourse/explorers/page/", import.meta.url);

export const EXPLORERS = {};
for (const folder of readdirSync(page).sort()) {
  const description = new URL(`${folder}/description.json`, page);
  if (!existsSync(description)) continue;
  const { default: view } = await import(new URL(`${folder}/index.js`, page));
  EXPLORERS[view.name] = { view, description: JSON.parse(readFileSync(description, "utf8")) };
}

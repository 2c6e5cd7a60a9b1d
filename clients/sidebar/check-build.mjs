// Builds afresh beside the committed files and compares: what ships is what the source says.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const committed = new URL("../../service/hurmaus/static/", import.meta.url).pathname;
const fresh = mkdtempSync(join(tmpdir(), "hurmaus-build-"));

try {
  for (const mode of ["sidebar", "demo"]) {
    execFileSync("npx", ["vite", "build", "--mode", mode, "--logLevel", "warn"], {
      env: { ...process.env, HURMAUS_STATIC: fresh },
      stdio: ["ignore", "inherit", "inherit"],
    });
  }
  const names = [...new Set([...readdirSync(fresh), ...readdirSync(committed)])].sort();
  const stale = names.filter((name) => read(join(fresh, name)) !== read(join(committed, name)));
  for (const name of stale) console.error(`service/hurmaus/static/${name} does not match clients/sidebar.`);
  if (stale.length > 0) console.error("Run `npm ci && npm run build` in clients/sidebar and commit the result.");
  else console.log(`the committed build matches the source (${names.length} files)`);
  process.exitCode = stale.length > 0 ? 1 : 0;
} finally {
  rmSync(fresh, { recursive: true });
}

function read(path) {
  try {
    return readFileSync(path, "utf-8");
  } catch {
    return null;
  }
}

import { readFileSync } from "node:fs";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

const STATIC = "../../service/hurmaus/static";
const LIT = ["lit", "lit-element", "lit-html", "@lit/reactive-element"];

/**
 * Two builds into the Python package, names without hashes: `--mode sidebar` gives hurmaus-sidebar.js, one
 * module for any desktop; `--mode demo` gives demo.html, demo.js and demo.css around it.
 */
export default defineConfig(({ mode }) => ({
  publicDir: mode === "demo" ? "demo/public" : false,
  plugins: mode === "sidebar" ? [licences()] : [],
  build: {
    outDir: process.env["HURMAUS_STATIC"] ?? STATIC,
    emptyOutDir: false,
    target: "es2022",
    modulePreload: false,
    rolldownOptions: {
      input: mode === "demo" ? { demo: "demo/demo.ts" } : { "hurmaus-sidebar": "src/index.ts" },
      preserveEntrySignatures: "strict",
      output: { format: "es", entryFileNames: "[name].js", assetFileNames: "[name][extname]" },
    },
  },
  test: { include: ["src/**/*.test.ts", "demo/**/*.test.ts"], environment: "node" },
}));

/** The licence of what is bundled travels with it. */
function licences(): Plugin {
  return {
    name: "licences",
    generateBundle() {
      const texts = LIT.map((name) => `${name}\n\n${readFileSync(`node_modules/${name}/LICENSE`, "utf-8")}`);
      const source = `hurmaus-sidebar.js contains these packages:\n\n${texts.join("\n")}`;
      this.emitFile({ type: "asset", fileName: "hurmaus-sidebar.licences.txt", source });
    },
  };
}

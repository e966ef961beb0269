// How the screens are built, and where the development server finds an appliance.
import react from "@vitejs/plugin-react";
import tailwind from "@tailwindcss/vite";
import { defineConfig } from "vitest/config";

const appliance = process.env["CALLWAITING_API"] ?? "http://127.0.0.1:8787";

export default defineConfig({
  plugins: [react(), tailwind()],
  resolve: { alias: { "@": new URL("./src", import.meta.url).pathname } },
  // Fonts and pictures stay files: the content security policy has no `data:` for fonts.
  build: { outDir: "dist", assetsInlineLimit: 0, target: "es2022", reportCompressedSize: false },
  server: {
    host: "127.0.0.1",
    port: 5173,
    strictPort: true,
    proxy: { "/api": { target: appliance, changeOrigin: true } },
  },
  test: { environment: "jsdom", include: ["src/**/*.test.{ts,tsx}"], restoreMocks: true },
});

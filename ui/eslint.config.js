import tseslint from "typescript-eslint";
import hooks from "eslint-plugin-react-hooks";

const tauri = {
  group: ["@tauri-apps/*"],
  message: "Only src/platform may know the desktop: the same UI runs in a browser.",
};

export default tseslint.config(
  { ignores: ["dist", "dev", "node_modules", "eslint.config.js", "vite.config.ts", "src/api/schema.gen.ts"] },
  ...tseslint.configs.strictTypeChecked,
  hooks.configs.flat.recommended,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "no-restricted-imports": ["error", { patterns: [tauri] }],
      "max-lines": ["error", 400],
      // The React compiler is not used here.
      "react-hooks/incompatible-library": "off",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { attributes: false } }],
    },
  },
  { files: ["src/platform/**"], rules: { "no-restricted-imports": "off" } },
);

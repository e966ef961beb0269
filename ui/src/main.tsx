// Starts the screens in a window or a browser.
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/app";
import { createAppliance } from "./app/appliance";
import { begin } from "./app/session";
import { startTheme } from "./app/theme";
import { choosePlatform } from "./platform";
import "./styles.css";

startTheme();

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");

const appliance = createAppliance(await choosePlatform());
void begin(appliance);
createRoot(root).render(
  <StrictMode>
    <App appliance={appliance} />
  </StrictMode>,
);

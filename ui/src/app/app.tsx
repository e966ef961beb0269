/** From the outside in: what every screen needs around it, and the gate of the session. */
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { SignIn } from "@/features/sign-in/sign-in";
import { useStore } from "@/lib/store";
import { Toaster } from "@/ui/toast";
import { TooltipProvider } from "@/ui/tooltip";
import { ApplianceProvider, type Appliance } from "./appliance";
import { createAppRouter } from "./router";
import { follow } from "./session";
import { listenForShortcuts } from "./shortcuts";

export function App({ appliance }: { appliance: Appliance }) {
  return (
    <ApplianceProvider value={appliance}>
      <QueryClientProvider client={appliance.cache}>
        <TooltipProvider delayDuration={300}>
          <Gate appliance={appliance} />
          <Toaster />
        </TooltipProvider>
      </QueryClientProvider>
    </ApplianceProvider>
  );
}

function Gate({ appliance }: { appliance: Appliance }) {
  const access = useStore(appliance.access);
  const [router] = useState(createAppRouter);
  const session = access.state === "in" ? access.session : null;

  useEffect(listenForShortcuts, []);
  useEffect(() => (session === null ? undefined : follow(appliance)), [appliance, session]);

  if (access.state === "asking") return null;
  if (access.state === "out") return <SignIn why={access.why} clinicId={access.clinicId} />;
  return <RouterProvider router={router} />;
}

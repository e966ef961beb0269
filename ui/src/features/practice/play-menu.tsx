/** In a practice clinic only: have a caller ring, so that everything can be tried. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { CirclePlay } from "lucide-react";
import { useState } from "react";
import { codeOf } from "@/api/client";
import { useAppliance } from "@/app/appliance";
import { FAILURE } from "@/lib/words";
import { Button, type ButtonProps } from "@/ui/button";
import { Menu, MenuBody, MenuItem, MenuLabel, MenuTrigger } from "@/ui/menu";
import { Failed, RowBones } from "@/ui/states";
import { toast } from "@/ui/toast";

export function PlayMenu({ look, label = "Practice call", iconOnly = false }: {
  look?: ButtonProps["look"];
  label?: string;
  iconOnly?: boolean;
}) {
  const { api, queries } = useAppliance();
  const [open, setOpen] = useState(false);
  const scenarios = useQuery({ ...queries.scenarios(), enabled: open });
  const play = useMutation({
    mutationFn: api.play,
    onSuccess: () => toast("A practice caller is ringing"),
    onError: (error) => toast(FAILURE[codeOf(error)] ?? "The practice call could not be started."),
  });
  return (
    <Menu open={open} onOpenChange={setOpen}>
      <MenuTrigger asChild>
        <Button look={look} size={iconOnly ? "icon" : "md"} aria-label={iconOnly ? "Play a practice call" : undefined}>
          <CirclePlay aria-hidden size={17} strokeWidth={1.9} />
          {!iconOnly && label}
        </Button>
      </MenuTrigger>
      <MenuBody align="end" className="w-[348px] max-w-[calc(100vw-24px)]">
        <MenuLabel>Play a practice call</MenuLabel>
        {scenarios.isPending && <RowBones rows={4} />}
        {scenarios.isError && (
          <Failed error={scenarios.error} what="The practice calls could not be read." onRetry={() => void scenarios.refetch()} />
        )}
        {scenarios.data?.items.map((scenario) => (
          <MenuItem key={scenario.id} className="flex-col items-start gap-0" onSelect={() => play.mutate(scenario.id)}>
            <span className="font-semibold">{scenario.title}</span>
            <span className="text-small text-ink-2">{scenario.description}</span>
          </MenuItem>
        ))}
      </MenuBody>
    </Menu>
  );
}

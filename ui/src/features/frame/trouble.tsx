/** Catches what no screen caught, says it in words, and offers the way back. */
import { QueryErrorResetBoundary } from "@tanstack/react-query";
import { Component, type ReactNode } from "react";
import { Failed } from "@/ui/states";

interface Caught {
  error: unknown;
}

class Catcher extends Component<{ children: ReactNode; onRetry: () => void }, Caught> {
  override state: Caught = { error: null };

  static getDerivedStateFromError(error: unknown): Caught {
    return { error };
  }

  override render() {
    if (this.state.error === null) return this.props.children;
    const retry = () => {
      this.props.onRetry();
      this.setState({ error: null });
    };
    return (
      <main className="grid min-h-dvh place-items-center">
        <Failed error={this.state.error} what="The clinic could not be opened." onRetry={retry} />
      </main>
    );
  }
}

export function FrameTrouble({ children }: { children: ReactNode }) {
  return <QueryErrorResetBoundary>{({ reset }) => <Catcher onRetry={reset}>{children}</Catcher>}</QueryErrorResetBoundary>;
}

const HEIGHTS = [0.4, 0.7, 1, 0.6, 0.9, 0.5, 1, 0.75, 0.45, 0.85, 0.6, 0.35];

/** Shows that a line is open. It measures nothing, so it is hidden from screen readers. */
export function LevelBars() {
  return (
    <span aria-hidden className="inline-flex h-4 items-center gap-[2.5px]">
      {HEIGHTS.map((height, index) => (
        <span
          key={index}
          className="w-[2.5px] animate-[level_1.2s_ease-in-out_infinite] rounded-full bg-live"
          style={{ height: `${height * 100}%`, animationDelay: `${index * -0.13}s` }}
        />
      ))}
    </span>
  );
}

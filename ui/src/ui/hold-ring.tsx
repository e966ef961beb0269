/** The part of a hold that is left, as a ring; the number beside it says the same. */
export function HoldRing({ share, size = 18 }: { share: number; size?: number }) {
  const radius = 7;
  const length = 2 * Math.PI * radius;
  return (
    <svg aria-hidden viewBox="0 0 18 18" width={size} height={size} className="shrink-0 -rotate-90 text-held">
      <circle cx="9" cy="9" r={radius} fill="none" stroke="currentColor" strokeWidth="2.6" opacity="0.22" />
      <circle
        cx="9" cy="9" r={radius} fill="none" stroke="currentColor" strokeWidth="2.6"
        strokeDasharray={length}
        strokeDashoffset={length * (1 - share)}
        className="transition-[stroke-dashoffset] duration-1000 ease-linear"
      />
    </svg>
  );
}

// Which columns beside a linked range belong to its rows, as its person says.

/** All that are found; those that touch it alone; none. */
export const OWN_REACHES = ['found', 'touching', 'none'] as const;

export type OwnReach = (typeof OWN_REACHES)[number];

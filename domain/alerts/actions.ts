// What can be done with an alert where its message stands.
export const ALERT_ACTIONS = { take: 'I am on it', mute: 'Mute', rows: 'Show rows' } as const;

export type AlertAction = keyof typeof ALERT_ACTIONS;

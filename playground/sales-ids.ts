// How the spreadsheet of the salespeople is called, in the simulated Google and by the server.

export const SALES_ID = 'sales-of-fairwind';
export const SALES_NAME = 'Sales';
export const SALES_TAB = 'Onboarding';

// Lets the page import its style sheet, which the build bundles.
declare module '*.css';

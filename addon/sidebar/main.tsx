// The sidebar inside Google Sheets: starts the app in the frame that Google gives it.
import { render } from 'preact';
import './sidebar.css';
import { App } from './app.tsx';

const root = document.getElementById('app');
if (root) render(<App />, root);

// The pages in any browser: the catalog and a query's page.
import './frame/reader-language.ts';
import { render } from 'preact';
import './page.css';
import { Pages } from './pages.tsx';

const root = document.getElementById('app');
if (root) render(<Pages />, root);

// Whether this person wants to see charts, kept in this browser.
import { useState } from 'preact/hooks';

const key = 'sheetfeed.charts';

export function useChartSwitch(): [boolean, () => void] {
  const [on, setOn] = useState(() => localStorage.getItem(key) !== 'off');
  const toggle = () => {
    localStorage.setItem(key, on ? 'off' : 'on');
    setOn(!on);
  };
  return [on, toggle];
}

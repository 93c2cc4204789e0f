// The shape of a result's first rows while they are on their way.

/** The shape of a preview while it is on its way, as high as five rows. */
export function PreviewShape() {
  const widths = [80, 60, 72, 56, 68];
  return (
    <div class="preview" aria-hidden="true">
      <table>
        <thead>
          <tr>
            {[64, 48, 56].map((width) => (
              <th>
                <i class="shape" style={{ width: `${width}px`, margin: '2px 0' }} />
                <i class="shape" style={{ width: '32px', margin: '6px 0 2px' }} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {widths.map((width) => (
            <tr>
              {[0, 16, 8].map((less) => (
                <td>
                  <i class="shape" style={{ width: `${width - less}px`, margin: '2px 0' }} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/**
 * For `vite.config.ts`. The icon package reads the English name of its drawing aloud ("solution 税务局办理") wherever an icon stands
 * beside words. An icon without a label of its own is decoration: hidden from those who listen (WCAG 2.2, 1.1.1). One that is pressed
 * by itself keeps its name.
 */
export function silentIcons() {
  const spoken = 'role: "img",\n    "aria-label": icon.name';
  const silent = '...(restProps["aria-label"] || onClick ? { role: "img", "aria-label": icon.name } : { "aria-hidden": true })';
  return {
    name: 'silent-icons',
    transform(code: string, id: string) {
      if (!/@ant-design[\\/]icons[\\/]es[\\/]components[\\/]AntdIcon(Light)?\.js/.test(id)) return null;
      if (!code.includes(spoken)) throw new Error('The icon package writes its names in another way: see ui/silent-icons.ts.');
      return { code: code.replace(spoken, silent), map: null };
    },
  };
}

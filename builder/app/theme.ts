/** Our own tokens: the default status colours of the library fail contrast AA as text. Ratios on white stand beside the colours. */
import type { ThemeConfig } from 'antd';

export const colours = {
  ink: '#1B2430', // 15.7
  secondInk: '#4A5565', // 7.6
  faint: '#667085', // 5.0
  controlBorder: '#7D8896', // 3.6
  rule: '#D8DDE3',
  paper: '#FFFFFF',
  desk: '#F4F5F3',
  action: '#0B5C7A', // 7.4
  done: '#1B7A43',
  amber: '#8A5A00',
  red: '#B42318',
  going: '#1D4F91',
} as const;

export const theme: ThemeConfig = {
  token: {
    colorPrimary: colours.action,
    colorLink: colours.action,
    colorInfo: colours.going,
    colorSuccess: colours.done,
    colorWarning: colours.amber,
    colorError: colours.red,
    // Tints are given, not derived: status text must stay readable on them.
    colorSuccessBg: '#E6F4EA',
    colorSuccessBorder: '#B5D9C2',
    colorWarningBg: '#FFF3D6',
    colorWarningBorder: '#E5CB8F',
    colorErrorBg: '#FDECEA',
    colorErrorBorder: '#F1BDB7',
    colorInfoBg: '#E7EFFA',
    colorInfoBorder: '#B9CDEA',
    colorText: colours.ink,
    colorTextSecondary: colours.secondInk,
    colorTextTertiary: colours.faint,
    colorTextPlaceholder: colours.faint,
    colorTextDescription: colours.secondInk,
    colorTextDisabled: '#5D6875',
    colorBorder: colours.controlBorder,
    colorBorderSecondary: colours.rule,
    colorSplit: colours.rule,
    colorBgLayout: colours.desk,
    borderRadius: 4,
    borderRadiusLG: 4,
    fontFamily:
      "-apple-system, BlinkMacSystemFont, 'Segoe UI', 'PingFang SC', 'HarmonyOS Sans SC', MiSans, 'Source Han Sans SC', 'Noto Sans SC', 'Microsoft YaHei', sans-serif",
    fontSize: 14,
    lineHeight: 22 / 14,
    fontWeightStrong: 600,
    motionDurationFast: '0.12s',
    motionDurationMid: '0.15s',
    motionDurationSlow: '0.18s',
    boxShadowTertiary: 'none',
  },
  components: { Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none', fontWeight: 400 } },
};

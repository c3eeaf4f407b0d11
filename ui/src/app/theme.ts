import {
  ActionIcon,
  Button,
  Checkbox,
  Combobox,
  createTheme,
  localStorageColorSchemeManager,
  type MantineColorsTuple,
  Menu,
  Modal,
  SegmentedControl,
  Select,
  Switch,
  Textarea,
  TextInput,
  Tooltip,
} from '@mantine/core';
import { SCHEME_KEY } from './scheme-key';

const accent: MantineColorsTuple = [
  '#eaf6f8',
  '#d5ebee',
  '#a9d7dd',
  '#7ac2cc',
  '#52b9c9',
  '#2f95a5',
  '#1b7d8d',
  '#0f6b7a',
  '#0b5865',
  '#07454f',
];
const dark: MantineColorsTuple = [
  '#dde3e3',
  '#c3caca',
  '#98a2a4',
  '#6d7779',
  '#3b4346',
  '#30373a',
  '#23282a',
  '#16191a',
  '#121516',
  '#0d0f10',
];

/** Small controls in system type, neutral greys and one accent. */
export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: { light: 7, dark: 6 },
  colors: { accent, dark },
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif',
  fontFamilyMonospace: 'var(--mono)',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '18px' },
  defaultRadius: 4,
  cursorType: 'pointer',
  components: {
    ActionIcon: ActionIcon.extend({ defaultProps: { size: 'md' } }),
    Button: Button.extend({ defaultProps: { size: 'xs' } }),
    Checkbox: Checkbox.extend({ defaultProps: { size: 'xs' } }),
    // Options that nobody looks at need not be drawn, nor places found for them.
    Combobox: Combobox.extend({ defaultProps: { keepMounted: false } }),
    Menu: Menu.extend({ defaultProps: { transitionProps: { duration: 0 }, shadow: 'md', returnFocus: true } }),
    Modal: Modal.extend({ defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } }),
    SegmentedControl: SegmentedControl.extend({ defaultProps: { size: 'xs' } }),
    Select: Select.extend({ defaultProps: { size: 'xs' } }),
    Switch: Switch.extend({ defaultProps: { size: 'xs' } }),
    Textarea: Textarea.extend({ defaultProps: { size: 'xs' } }),
    TextInput: TextInput.extend({ defaultProps: { size: 'xs' } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 300, transitionProps: { duration: 0 } } }),
  },
});

/** The chosen theme, kept between visits. */
export const colorScheme = localStorageColorSchemeManager({ key: SCHEME_KEY });

/** Imported before anything that compiles or shows a form: both bundles know the plugins they were built with. */
import { installPlugins } from '../../runtime/plugins/registry.ts';
import { isPlugin } from '../../runtime/plugins/validate.ts';
import { plugins } from './configured.ts';

// One that is none was refused when the product was started; the bundle goes without it.
installPlugins(plugins.filter(isPlugin));

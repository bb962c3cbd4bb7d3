import { defineBackground } from '#imports';
import { startApp } from '../lib/ext/app';

export default defineBackground({ type: 'module', main: startApp });

import { answerOffscreen } from '../../lib/ext/offscreen-urls';

answerOffscreen();

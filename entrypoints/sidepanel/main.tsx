import '../../components/page.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { startTexts } from '../../lib/ext/i18n';
import { BulkPage } from '../popup/bulk-page';

await startTexts();
const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <StrictMode>
      <BulkPage shownJobs={10} />
    </StrictMode>,
  );

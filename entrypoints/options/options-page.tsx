import { useTranslation } from 'react-i18next';
import { CompanionForm } from '../../components/companion-form';
import { DiskForm } from '../../components/disk-form';
import { Loading } from '../../components/loading';
import { Page } from '../../components/page';
import { Section } from '../../components/section';
import { SettingsForm } from '../../components/settings-form';
import { StoresSection } from '../../components/stores-section';
import { storeCommands } from '../../lib/ext/hooks/store-commands';
import { useStored } from '../../lib/ext/hooks/use-stored';
import { useStores } from '../../lib/ext/hooks/use-stores';
import { sendMessage } from '../../lib/ext/send-message';
import { connectionItem, settingsItem } from '../../lib/ext/storage-items';

const companionCommands = {
  save: (form: { url: string; token: string }) => sendMessage('companion.save', form),
  check: () => sendMessage('companion.check', null),
};

/** Stores, cloud storage and behaviour. */
export function OptionsPage() {
  const { t } = useTranslation();
  const stores = useStores();
  const connection = useStored(connectionItem);
  const settings = useStored(settingsItem);
  return (
    <Page here="options">
      <h1 className="mb-6 font-semibold text-2xl tracking-tight">{t('options.title')}</h1>
      {stores && connection !== undefined && settings ? (
        <>
          <StoresSection
            commands={storeCommands}
            defaultStoreId={settings.defaultStoreId}
            hasCompanion={connection !== null}
            stores={stores}
          />
          <Section text={t('companion.text')} title={t('companion.title')}>
            <CompanionForm commands={companionCommands} connection={connection} />
          </Section>
          <Section text={t('disk.text')} title={t('disk.title')}>
            <DiskForm onSave={(changes) => sendMessage('settings.save', changes)} settings={settings} />
          </Section>
          <Section title={t('settings.title')}>
            <SettingsForm onSave={(changes) => sendMessage('settings.save', changes)} settings={settings} />
          </Section>
        </>
      ) : (
        <Loading />
      )}
    </Page>
  );
}

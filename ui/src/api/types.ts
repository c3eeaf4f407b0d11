import type { components } from './schema';

type Schemas = components['schemas'];

/** A number as the wire carries it: JSON has no word for NaN and the infinities, so they come as texts. */
export type WireNumber = Schemas['Metric']['value'];

export type Tag = Schemas['Tag'];
export type Metric = Schemas['Metric'];
export type HistoryPoint = Schemas['RunMetric'];
export type Experiment = Schemas['Experiment'];
export type ExperimentActivity = Schemas['ExperimentActivity'];
export type ActivityFound = Schemas['ActivityFound'];
export type ExperimentsFound = Schemas['ExperimentsFound'];
export type Run = Schemas['Run'];
export type RunStatus = Schemas['RunStatus'];
export type RunsFound = Schemas['RunsFound'];
export type RunTable = Schemas['RunTable'];
export type RunKeysFound = Schemas['RunKeys'];
export type RunGroup = Schemas['RunGroup'];
export type RunGroupsFound = Schemas['RunGroups'];
export type ChangeNotice = Schemas['ChangeNotice'];
export type Contact = Schemas['Contact'];
export type ContactsFound = Schemas['Contacts'];
export type DatasetInput = Schemas['DatasetInput'];
export type LoggedModel = Schemas['LoggedModel'];
export type FileInfo = Schemas['File'];
export type TableWindow = Schemas['TableWindow'];
export type PreviewColumn = Schemas['PreviewColumn'];
export type Cell = PreviewColumn['values'][number];
export type RegisteredModel = Schemas['RegisteredModel'];
export type RegisteredModelsFound = Schemas['RegisteredModelsFound'];
export type SavedView = Schemas['SavedView'];
export type ViewsFound = Schemas['ViewsFound'];
export type Report = Schemas['Report'];
export type ReportEntry = Schemas['ReportEntry'];
export type ReportsFound = Schemas['ReportsFound'];
export type Trash = Schemas['Trash'];
export type DeletedExperiment = Schemas['DeletedExperiment'];
export type DeletedRun = Schemas['DeletedRun'];
export type PurgedItems = Schemas['PurgedItems'];
export type ModelVersion = Schemas['ModelVersion'];
export type ModelChange = Schemas['ModelChange'];
export type ModelChangesFound = Schemas['ModelChangesFound'];
export type ServerFacts = Schemas['ServerFacts'];
export type ArtifactFacts = Schemas['ArtifactFacts'];

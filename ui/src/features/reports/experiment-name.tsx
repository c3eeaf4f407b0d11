import { Link } from '@tanstack/react-router';
import { useExperiment } from '@/api/experiments/get-experiment';

/** An experiment's name, which leads to it. */
export function ExperimentName({ experimentId }: { experimentId: string }) {
  const experiment = useExperiment(experimentId);
  const name = experiment.data?.name ?? experimentId;
  return (
    <Link to="/experiments/$experimentId" params={{ experimentId }} title={name}>
      {name}
    </Link>
  );
}

import { serverAddress } from '@/api/request';

/** Ways to use a version, each with code to paste. An alias is preferred: it goes on to name the right version. */
export function loadSnippets(name: string, version: string, alias: string | undefined, server = serverAddress()) {
  const uri = alias ? `models:/${name}@${alias}` : `models:/${name}/${version}`;
  const quoted = JSON.stringify(uri);
  const start = `import barograph

barograph.set_tracking_uri(${JSON.stringify(server)})
`;
  return {
    Predict: `${start}model = barograph.pyfunc.load_model(${quoted})
predictions = model.predict(data)`,
    Download: `${start}folder = barograph.artifacts.download_artifacts(${quoted}, dst_path="model")`,
  };
}

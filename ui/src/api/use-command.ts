import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query';

/** A write to the server, after which everything cached below `touched` is asked again. */
export function useCommand<Input, Output = unknown>(run: (input: Input) => Promise<Output>, ...touched: QueryKey[]) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: run,
    onSuccess: () => Promise.all(touched.map((queryKey) => queries.invalidateQueries({ queryKey }))),
  });
}

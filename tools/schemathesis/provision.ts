import { fileURLToPath } from 'node:url'
import { findPackages, type PythonPackages, type Where } from '../python/packages'

/** The fuzzer that reads an OpenAPI description. @throws Error that says what is missing. */
export const findSchemathesis = (where?: Where): Promise<PythonPackages> =>
  findPackages(
    {
      name: 'schemathesis',
      module: 'schemathesis.cli',
      requirements: fileURLToPath(new URL('./requirements.txt', import.meta.url)),
      about: 'Fetching schemathesis, the fuzzer of the OpenAPI description, from PyPI (once, 70 MB on disk)',
      wanted: 'Fuzzing by schemathesis needs Python 3.11 or newer with pip',
    },
    where,
  )

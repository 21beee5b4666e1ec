using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

// Every binding here is blittable: no marshalling stub stands between us and the library.
[assembly: DisableRuntimeMarshalling]
[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]

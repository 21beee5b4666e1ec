namespace XHand.Storage.Cluster;

/// <summary>Turns what PostgreSQL's programs say into the reason that an operator needs.</summary>
internal static class ClusterFailure
{
    /// <summary>An exception with <paramref name="what"/> failed, why, and the last lines of <paramref name="output"/>.</summary>
    public static StorageException From(string what, string output)
    {
        StorageFault fault = output switch
        {
            _ when Has(output, "No space left on device") || Has(output, "Disk quota exceeded") => StorageFault.DiskFull,
            _ when Has(output, "are incompatible with server") => StorageFault.OtherMajorVersion,
            _ when Has(output, "Permission denied") || Has(output, "Read-only file system") || Has(output, "Operation not permitted") => StorageFault.DirectoryUnusable,
            _ => StorageFault.StartFailed,
        };
        string hint = fault switch
        {
            StorageFault.DiskFull => ": the disk is full",
            StorageFault.OtherMajorVersion => ": the database was made by another major version of PostgreSQL",
            StorageFault.DirectoryUnusable => ": it may not be written there",
            _ => "",
        };
        IEnumerable<string> tail = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).TakeLast(8);
        return new StorageException(fault, $"{what}{hint}.\n  {string.Join("\n  ", tail)}");
    }

    private static bool Has(string text, string part) => text.Contains(part, StringComparison.Ordinal);
}

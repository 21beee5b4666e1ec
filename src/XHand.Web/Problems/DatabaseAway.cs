using System.Data.Common;
using XHand.Storage;

namespace XHand.Web.Problems;

/// <summary>Tells a database that is away from one that answers "no".</summary>
internal static class DatabaseAway
{
    /// <summary>True when nothing was asked in vain but the database was not there.</summary>
    public static bool Is(Exception exception) =>
        exception is StorageException { Fault: StorageFault.ConnectionFailed } or TimeoutException
        || (exception is DbException database && (database.SqlState is null || database.IsTransient));
}

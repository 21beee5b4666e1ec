namespace XHand.Host.Backups;

/// <summary>The files of a data directory that a backup takes, held open: they can be read to the end although the daemon removes them.</summary>
internal sealed class OpenFiles(string root) : IDisposable
{
    private readonly SortedDictionary<string, FileStream> _files = new(StringComparer.Ordinal);

    /// <summary>By path below the data directory.</summary>
    public IEnumerable<(string Name, FileStream File)> All => _files.Select(f => (f.Key, f.Value));

    /// <summary>Opens what is there now and not yet open.</summary>
    public void OpenAll()
    {
        foreach (string name in DataFiles.In(root))
        {
            if (_files.ContainsKey(name))
            {
                continue;
            }

            try
            {
                _files.Add(name, new FileStream(Path.Combine(root, name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
            }
            catch (FileNotFoundException)
            {
                // Removed since it was listed: a journal file that has been carried, into the database that is read next.
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (FileStream file in _files.Values)
        {
            file.Dispose();
        }
    }
}

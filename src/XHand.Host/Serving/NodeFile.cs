using System.Text.Json;
using XHand.Host.Commands;

namespace XHand.Host.Serving;

/// <summary>Which node a data directory belongs to; made at the first start and the same ever after.</summary>
/// <param name="Id">The node's id.</param>
/// <param name="Name">What people call it.</param>
internal sealed record NodeFile(Guid Id, string Name)
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Reads the file, or makes one named after the machine.</summary>
    public static NodeFile ReadOrMake(string path, Guid newId)
    {
        if (File.Exists(path))
        {
            try
            {
                return JsonSerializer.Deserialize<NodeFile>(File.ReadAllText(path), _json) is { } node && node.Id != Guid.Empty
                    ? node
                    : throw new JsonException("it names no node");
            }
            catch (JsonException e)
            {
                throw CommandException.Refused($"{path} cannot be read: {e.Message} Bring it back from a backup; without it the database does not know this node.");
            }
        }

        NodeFile made = new(newId, Environment.MachineName);
        string written = path + ".new";
        File.WriteAllText(written, JsonSerializer.Serialize(made, _json));
        File.Move(written, path);
        return made;
    }
}

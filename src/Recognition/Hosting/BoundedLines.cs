using System.Runtime.CompilerServices;
using System.Text;

namespace Atmosphere.Recognition.Hosting;

/// <summary>Reads lines of at most so many characters, so that a child process that never ends its line can't fill our memory.</summary>
internal static class BoundedLines
{
    public const int LongestLine = 2000;

    /// <summary>Each line without its end; the rest of a longer one is left out. Ends with the stream.</summary>
    public static async IAsyncEnumerable<string> ReadAsync(TextReader reader, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var line = new StringBuilder();
        var buffer = new char[1024];
        int read;
        while ((read = await reader.ReadAsync(buffer, cancellationToken)) > 0)
        {
            for (var i = 0; i < read; i++)
            {
                if (buffer[i] == '\n')
                {
                    yield return Take(line);
                }
                else if (line.Length < LongestLine)
                {
                    line.Append(buffer[i]);
                }
            }
        }

        if (line.Length > 0) yield return Take(line);
    }

    private static string Take(StringBuilder line)
    {
        var text = line.ToString().TrimEnd('\r');
        line.Clear();
        return text;
    }
}

namespace Atmosphere.Silo.Operating;

/// <summary>What follows a command on the command line: a file, <c>--force</c>, and settings.</summary>
internal sealed class OperatorRequest
{
    private const string Force = "--force";

    private readonly List<string> _words = [];

    /// <param name="arguments">The command line after the command.</param>
    /// <param name="say">Takes one sentence at a time for whoever asked.</param>
    /// <param name="cancellationToken">Gives up; what was begun is undone.</param>
    public OperatorRequest(IReadOnlyList<string> arguments, Action<string> say, CancellationToken cancellationToken)
    {
        (Say, CancellationToken) = (say, cancellationToken);
        var settings = new List<string>();
        for (var at = 0; at < arguments.Count; at++)
        {
            var argument = arguments[at];
            if (argument == Force) IsForced = true;
            else if (!argument.StartsWith('-')) _words.Add(argument);
            else settings.Add(argument);

            // The value of a setting may be a word of its own: --Data:Folder data2.
            var wantsValue = argument != Force && argument.StartsWith('-') && !argument.Contains('=', StringComparison.Ordinal);
            if (wantsValue && at + 1 < arguments.Count) settings.Add(arguments[++at]);
        }

        Settings = [.. settings];
    }

    public bool IsForced { get; }

    /// <summary>Overrides the configuration.</summary>
    public string[] Settings { get; }

    public Action<string> Say { get; }

    public CancellationToken CancellationToken { get; }

    /// <summary>The absolute path of the one file that the command is about.</summary>
    /// <param name="example">A whole command, for who gave none.</param>
    /// <exception cref="RefusalException">There is none, or more than one.</exception>
    public string File(string example) => _words switch
    {
        [var one] => Path.GetFullPath(one),
        [] => throw new RefusalException($"The file is missing. Example: {example}"),
        _ => throw new RefusalException($"One file is wanted, and these are {_words.Count}: {string.Join(", ", _words)}. Example: {example}"),
    };
}

using Microsoft.Extensions.Options;

namespace Atmosphere.Recognition.Hosting;

internal sealed class FaceServiceOptionsValidator : IValidateOptions<FaceServiceOptions>
{
    public ValidateOptionsResult Validate(string? name, FaceServiceOptions options)
    {
        var failures = new List<string>();
        if (options.NodePath.Length > 0 && !File.Exists(options.NodePath))
            failures.Add($"FaceService:NodePath is '{options.NodePath}', but there is no such file. Example: FaceService:NodePath=/usr/local/bin/node");
        if (options.Folder.Length > 0 && !ServiceFolder.IsOne(options.Folder))
            failures.Add($"FaceService:Folder is '{options.Folder}', but there is no src/main.js and package.json in it. Example: FaceService:Folder=/opt/atmosphere/face-service");
        if (options.Timeout < FaceServiceOptions.MinTimeout || options.Timeout > FaceServiceOptions.MaxTimeout)
            failures.Add($"FaceService:Timeout is {options.Timeout}, but has to be from {FaceServiceOptions.MinTimeout} to {FaceServiceOptions.MaxTimeout} (hours:minutes:seconds). Example: FaceService:Timeout=00:00:30");
        return failures is [] ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}

namespace Atmosphere.Api.Tests.Support;

/// <summary>The application on a folder that may have been used before, and that it leaves behind.</summary>
internal sealed class ApiOnFolder(string dataFolder) : ApiFixture(dataFolder);

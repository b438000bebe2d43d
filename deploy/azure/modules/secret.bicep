// One secret, and the identities that may read it: nobody may read the whole vault.
param vaultName string
param name string

@secure()
param value string

param readerIds string[]

var secretsUser = '4633458b-17de-408a-b874-0445c86b69e6'

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' existing = {
  name: vaultName

  resource secret 'secrets' = {
    name: name
    properties: { value: value }
  }
}

resource roles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for readerId in readerIds: {
    name: guid(vault::secret.id, readerId, secretsUser)
    scope: vault::secret
    properties: {
      principalId: readerId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', secretsUser)
    }
  }
]

// Without the version: a new one is taken up by itself within half an hour.
output uri string = vault::secret.properties.secretUri
